--- Attaches the commands, the status and the hints to every buffer that the server is started for, however it is started.
if vim.g.loaded_nablint or vim.fn.has('nvim-0.8') == 0 then return end
vim.g.loaded_nablint = true

vim.api.nvim_create_autocmd('LspAttach', {
  group = vim.api.nvim_create_augroup('nablint_attach', { clear = true }),
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'nablint' then require('nablint.attach').attach(client, event.buf) end
  end,
})
