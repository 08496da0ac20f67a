" Description: nablint for quarto files

call ale#handlers#nablint#DefineLinter('quarto')
