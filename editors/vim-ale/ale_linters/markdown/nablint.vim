" Description: nablint for markdown files

call ale#handlers#nablint#DefineLinter('markdown')
