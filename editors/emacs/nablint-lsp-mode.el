;; nablint, from docs/editors.md; written by editors/generate.py.

(with-eval-after-load 'lsp-mode
  (dolist (known '((markdown-mode . "markdown") (gfm-mode . "markdown") (latex-mode . "latex") (LaTeX-mode . "latex")))
    (add-to-list 'lsp-language-id-configuration known))
  (lsp-register-client
   (make-lsp-client :new-connection (lsp-stdio-connection '("nablint" "server"))
                    :activation-fn (lsp-activate-on "markdown" "latex")
                    ;; lsp-mode counts columns in characters; older versions do not say so.
                    :custom-capabilities '((general . ((positionEncodings . ["utf-32"]))))
                    :add-on? t
                    :server-id 'nablint)))
(dolist (hook '(markdown-mode-hook gfm-mode-hook latex-mode-hook LaTeX-mode-hook))
  (add-hook hook #'lsp-deferred))
