scriptencoding utf-8
" Description: nablint, a language server for the matrix calculus in notes

call ale#Set('nablint_executable', 'nablint')
call ale#Set('nablint_settings', {})

function! ale#handlers#nablint#FindProjectRoot(buffer) abort
    for l:name in ['nablint.toml', '.nablint.toml', 'pyproject.toml', '_quarto.yml']
        let l:file = ale#path#FindNearestFile(a:buffer, l:name)

        if !empty(l:file)
            return fnamemodify(l:file, ':p:h')
        endif
    endfor

    let l:git = ale#path#FindNearestDirectory(a:buffer, '.git')

    return !empty(l:git)
    \   ? fnamemodify(l:git, ':p:h:h')
    \   : fnamemodify(bufname(a:buffer), ':p:h')
endfunction

function! ale#handlers#nablint#DefineLinter(filetype) abort
    call ale#linter#Define(a:filetype, {
    \   'name': 'nablint',
    \   'lsp': 'stdio',
    \   'executable': {b -> ale#Var(b, 'nablint_executable')},
    \   'command': '%e server',
    \   'project_root': function('ale#handlers#nablint#FindProjectRoot'),
    \   'lsp_config': {b -> {'nablint': ale#Var(b, 'nablint_settings')}},
    \   'initialization_options': {b -> ale#Var(b, 'nablint_settings')},
    \})
endfunction
