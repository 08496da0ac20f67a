--- Commands, status and hints for every buffer that the server is started for.
if vim.g.loaded_nablint or vim.fn.has('nvim-0.8') == 0 then return end
vim.g.loaded_nablint = true
require('nablint.attach').listen()
