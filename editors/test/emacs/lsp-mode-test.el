;;; lsp-mode-test.el --- The recipe for lsp-mode, as a reader pastes it  -*- lexical-binding: t -*-

(require 'tap)
(require 'lsp-mode)
(setq lsp-auto-guess-root t lsp-restart 'ignore lsp-enable-file-watchers nil lsp-keep-workspace-alive nil
      lsp-session-file (make-temp-file "session") lsp-diagnostics-provider :none)

(load (getenv "NABLINT_RECIPE") nil t)

(defun findings ()
  "The buffer's findings as \"ROW TEXT\", sorted."
  (sort (mapcar (lambda (d)
                  (let ((range (lsp--range-to-region (lsp:diagnostic-range d))))
                    (format "%d %s" (line-number-at-pos (car range)) (buffer-substring-no-properties (car range) (cdr range)))))
                (gethash (lsp--fix-path-casing (buffer-file-name)) (lsp-diagnostics t)))
        #'string<))

(tap-case "opening a note starts the server, and shows its findings"
  (tap-open "lesson.md")
  ;; `lsp-deferred' waits until the buffer is on display, which it never is in a batch run.
  (lsp)
  (tap-wait "findings" (lambda () (= 2 (length (findings)))))
  (tap-equal (car (findings)) "17 W b"))

(tap-case "hover says what is known"
  (goto-char (point-min))
  (search-forward "\\frac{\\partial ")
  (tap-contains (lsp--render-on-hover-content (lsp:hover-contents (lsp-request "textDocument/hover" (lsp--text-document-position-params))) t)
                "scalar"))

(tap-case "the chosen code action is applied"
  (goto-char (point-min))
  (search-forward "W b$")
  (goto-char (match-beginning 0))
  (let ((wanted (seq-find (lambda (a) (string-match-p "Transpose W" (lsp:code-action-title a))) (lsp-code-actions-at-point))))
    (lsp-execute-code-action wanted))
  (tap-contains (buffer-string) "$W^\\top b$"))

(tap-case "findings underline the right text among other scripts"
  (tap-open "scripts.md")
  (lsp)
  (tap-wait "findings" (lambda () (= 6 (length (findings)))))
  (tap-equal (findings) tap-scripts))

(tap-finish)
;;; lsp-mode-test.el ends here
