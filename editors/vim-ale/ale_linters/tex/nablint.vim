" Description: nablint for tex files

call ale#handlers#nablint#DefineLinter('tex')
