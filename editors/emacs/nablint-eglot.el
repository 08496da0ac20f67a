;; nablint, from docs/editors.md; written by editors/generate.py.

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               '((markdown-mode gfm-mode tex-mode latex-mode LaTeX-mode) . ("nablint" "server"))))
(dolist (hook '(markdown-mode-hook gfm-mode-hook latex-mode-hook LaTeX-mode-hook))
  (add-hook hook #'eglot-ensure))
(setq-default eglot-workspace-configuration '(:nablint (:hints t)))
