--- Runs the file NABLINT_SPEC once Neovim has started: some events (OptionSet) do not fire before.
vim.api.nvim_create_autocmd('VimEnter', {
  once = true,
  callback = vim.schedule_wrap(function()
    local ok, problem = xpcall(dofile, debug.traceback, vim.env.NABLINT_SPEC)
    if ok then return end
    io.stdout:write('\nnot ok - the file runs\n# ' .. tostring(problem):gsub('\n', '\n# ') .. '\n')
    vim.cmd('cquit!')
  end),
})
