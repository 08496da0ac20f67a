" Description: nablint for rmd files

call ale#handlers#nablint#DefineLinter('rmd')
