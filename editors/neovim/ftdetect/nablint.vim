" Neovim 0.7 and older do not know Quarto's files.
autocmd BufRead,BufNewFile *.qmd if empty(&filetype) || &filetype ==# 'conf' | setfiletype quarto | endif
