std = 'luajit'
read_globals = { 'vim' }
globals = { 'vim.b', 'vim.bo', 'vim.g', 'vim.wo', 'vim.lsp', 'vim.ui', 'vim.notify' }
max_line_length = 130
