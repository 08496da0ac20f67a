;;; eglot-test.el --- The recipe for eglot, as a reader pastes it  -*- lexical-binding: t -*-

(require 'tap)
(require 'eglot)
(require 'flymake)
(setq eglot-sync-connect 15 eglot-connect-timeout 30 eglot-confirm-server-initiated-edits nil)

(load (getenv "NABLINT_RECIPE") nil t)

(tap-case "opening a note starts the server, and shows its findings"
  (tap-open "lesson.md")
  (tap-equal major-mode 'markdown-mode)
  ;; In a batch run there is no redisplay, after which `eglot-ensure' would connect.
  (run-hooks 'post-command-hook)
  (tap-wait "the server" #'eglot-current-server)
  (tap-wait "findings" (lambda () (= 2 (length (tap-flymake)))))
  (tap-equal (car (tap-flymake)) "17 W b")
  (tap-contains (flymake-diagnostic-text (seq-find (lambda (d) (= 17 (line-number-at-pos (flymake-diagnostic-beg d))))
                                                   (flymake-diagnostics)))
                "cannot multiply W (m × n) by b (m)"))

(tap-case "hover says what is known"
  (goto-char (point-min))
  (search-forward "\\frac{\\partial ")
  (let ((hover (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover (eglot--TextDocumentPositionParams))))
    (let ((text (substring-no-properties (eglot--hover-info (plist-get hover :contents) nil))))
      (tap-contains text "scalar")
      (tap-contains text "yᵀy"))))

(tap-case "the chosen code action is applied"
  (goto-char (point-min))
  (search-forward "W b$")
  (goto-char (match-beginning 0))
  (let ((wanted (seq-find (lambda (action) (string-match-p "Transpose W" (plist-get action :title)))
                          (eglot-code-actions (point) (+ 3 (point))))))
    (eglot--apply-workspace-edit (plist-get wanted :edit)))
  (tap-contains (buffer-string) "$W^\\top b$")
  ;; The idle timer that would send the change does not run in a batch.
  (eglot--signal-textDocument/didChange)
  (tap-wait "its finding to go" (lambda () (= 1 (length (tap-flymake))))))

(tap-case "a LaTeX note is read too"
  (tap-open "paper.tex")
  (run-hooks 'post-command-hook)
  (tap-wait "the finding" (lambda () (and (eglot-current-server) (equal (tap-flymake) '("7 A x"))))))

(tap-case "findings underline the right text among other scripts"
  (tap-open "scripts.md")
  (run-hooks 'post-command-hook)
  (tap-wait "findings" (lambda () (and (eglot-current-server) (= 6 (length (tap-flymake))))))
  (tap-equal (tap-flymake) tap-scripts))

(tap-finish)
;;; eglot-test.el ends here
