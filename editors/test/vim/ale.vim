" ALE with the recipe of docs/editors.md: findings, hover, a fix. Prints TAP; run by Vim in silent mode.
set nocompatible encoding=utf-8 hidden noswapfile
filetype plugin on
source $NABLINT_RECIPE
let g:ale_hover_to_preview = 1
let g:ale_lint_delay = 0
packadd ale
runtime plugin/ale.vim
runtime autoload/ale/util.vim

let s:failed = 0

function! s:Say(line) abort
    call writefile(['', a:line], '/dev/stdout', 'a')
endfunction

function! s:Case(name, body) abort
    try
        call a:body()
        call s:Say('ok - ' . a:name)
    catch
        let s:failed += 1
        call s:Say('not ok - ' . a:name)
        call s:Say('# ' . v:exception . ' at ' . v:throwpoint)
    endtry
endfunction

function! s:Wait(what, condition) abort
    for l:turn in range(300)
        if a:condition()
            return
        endif

        sleep 50m
    endfor

    throw 'waited in vain for ' . a:what
endfunction

function! s:Open(name) abort
    let l:folder = tempname()
    call mkdir(l:folder, 'p')
    call writefile(readfile($NABLINT_NOTES . '/' . a:name), l:folder . '/' . a:name)
    execute 'edit' fnameescape(l:folder . '/' . a:name)
endfunction

" The buffer's findings as "ROW CODE TEXT"; columns of the location list count bytes from 1.
function! s:Findings() abort
    let l:found = []

    for l:item in ale#engine#GetLoclist(bufnr(''))
        let l:text = strpart(getline(l:item.lnum), l:item.col - 1, l:item.end_col - l:item.col + 1)
        call add(l:found, l:item.lnum . ' ' . l:item.code . ' ' . l:text)
    endfor

    return sort(l:found)
endfunction

" Stands in for the user, who would type the number of the fix.
function! ale#util#Input(message, value, ...) abort
    return matchstr(a:message, '\d\+\ze) Transpose W')
endfunction

function! s:Diagnostics() abort
    call s:Open('lesson.md')
    call s:Wait('findings', {-> len(s:Findings()) == 2})

    if s:Findings()[0] isnot# '17 SHP001 W b'
        throw string(s:Findings())
    endif

    call s:Wait('the location list', {-> len(getloclist(0)) == 2})

    if getloclist(0)[0].text !~# 'cannot multiply W (m × n) by b (m)'
        throw string(getloclist(0))
    endif
endfunction

function! s:Preview() abort
    for l:window in range(1, winnr('$'))
        if getwinvar(l:window, '&previewwindow')
            return join(getbufline(winbufnr(l:window), 1, '$'), "\n")
        endif
    endfor

    return ''
endfunction

function! s:Hover() abort
    call cursor(1, 1)
    call search('\\frac{\\partial \zsz')
    ALEHover
    call s:Wait('a hover', {-> s:Preview() =~# 'scalar'})
    pclose
endfunction

function! s:Fix() abort
    call cursor(1, 1)
    call search('\$\zsW b')
    ALECodeAction
    call s:Wait('the change', {-> getline(17) =~# 'W^\\top b'})
    " The event after which ALE would look again does not fire in silent mode.
    ALELint
    call s:Wait('its finding to go', {-> len(s:Findings()) == 1})
endfunction

function! s:Latex() abort
    call s:Open('paper.tex')
    call s:Wait('the finding', {-> s:Findings() == ['7 SHP001 A x']})
endfunction

function! s:Scripts() abort
    call s:Open('scripts.md')
    call s:Wait('findings', {-> len(s:Findings()) == 6})
    let l:rows = map(ale#engine#GetLoclist(bufnr('')), {_, item -> item.lnum})

    if l:rows != [5, 7, 9, 11, 13, 15]
        throw string(l:rows)
    endif
endfunction

call s:Case('a note shows its findings', function('s:Diagnostics'))
call s:Case(':ALEHover says what is known', function('s:Hover'))
call s:Case(':ALECodeAction applies the chosen fix', function('s:Fix'))
call s:Case('a LaTeX note is read too', function('s:Latex'))
call s:Case('every line among other scripts has its finding', function('s:Scripts'))
call ale#lsp#StopAll()
execute s:failed ? 'cquit!' : 'qall!'
