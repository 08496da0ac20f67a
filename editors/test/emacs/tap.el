;;; tap.el --- A few words for tests in Emacs: each case prints a line of TAP  -*- lexical-binding: t -*-

(require 'package)
(package-initialize)
(require 'cl-lib)
(require 'seq)

(defvar tap-failed 0)

(defmacro tap-case (name &rest body)
  "Run BODY and say under NAME how it went."
  (declare (indent 1))
  `(condition-case problem
       (progn ,@body (princ (format "\nok - %s\n" ,name)))
     (error (cl-incf tap-failed)
            (princ (format "\nnot ok - %s\n# %s\n" ,name (error-message-string problem))))))

(defun tap-wait (what condition &optional seconds)
  "Wait until CONDITION gives something, and give that; fail naming WHAT after SECONDS."
  (let ((end (+ (float-time) (or seconds 15))) found)
    (while (and (not (setq found (funcall condition))) (< (float-time) end))
      (accept-process-output nil 0.02))
    (or found (error "Waited in vain for %s" what))))

(defun tap-equal (got wanted)
  (unless (equal got wanted) (error "Got %S, wanted %S" got wanted)))

(defun tap-contains (text part)
  (unless (string-match-p (regexp-quote part) text) (error "%S is not in %S" part text)))

(defun tap-open (name)
  "Visit a copy of the note NAME in a folder of its own."
  (let* ((folder (make-temp-file "nablint" t)) (file (expand-file-name name folder)))
    (copy-file (expand-file-name name (getenv "NABLINT_NOTES")) file)
    (find-file file)))

(defun tap-flymake ()
  "The buffer's findings as \"ROW TEXT\", sorted."
  (flymake-start)
  (sort (mapcar (lambda (d)
                  (format "%d %s" (line-number-at-pos (flymake-diagnostic-beg d))
                          (buffer-substring-no-properties (flymake-diagnostic-beg d) (flymake-diagnostic-end d))))
                (flymake-diagnostics))
        #'string<))

(defun tap-finish ()
  (dolist (buffer (buffer-list))
    (with-current-buffer buffer (set-buffer-modified-p nil)))
  (kill-emacs (if (zerop tap-failed) 0 1)))

(defconst tap-scripts '("11 D s" "13 E t" "15 F u" "5 A p" "7 B q" "9 C r")
  "What is wrong in scripts.md.")

(provide 'tap)
;;; tap.el ends here
