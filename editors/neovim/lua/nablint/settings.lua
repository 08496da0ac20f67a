--- The server's settings, below `nablint`; written by editors/generate.py.

---@class nablint.Setting
---@field type string
---@field values? string[]
---@field default any
---@field doc string

---@type table<string, nablint.Setting>
return {
  ['select'] = {
    type = 'list',
    doc = 'Rules that are on, as codes or prefixes of codes, or ALL. Where an entry of `ignore` is longer, that one decides.',
  },
  ['ignore'] = {
    type = 'list',
    doc = 'Rules that are off.',
  },
  ['declarations'] = {
    type = 'list',
    default = {},
    doc = 'Directives that hold in every note, as if each began with them.',
  },
  ['macros'] = {
    type = 'string',
    default = '',
    doc = 'Definitions of macros that hold in every note, as LaTeX.',
  },
  ['values'] = {
    type = 'boolean',
    default = true,
    doc = 'Whether claimed derivatives are evaluated (the VAL rules and CHN004).',
  },
  ['inlayHints.density'] = {
    type = 'string',
    values = { 'off', 'declarations', 'derivatives', 'all' },
    default = 'derivatives',
    doc = 'How many shapes are shown in the text.',
  },
  ['codeLens.enabled'] = {
    type = 'boolean',
    default = true,
    doc = 'Whether a line above each section says its layout and how many claims were verified.',
  },
  ['hints'] = {
    type = 'boolean',
    default = true,
    doc = 'Whether findings of the lowest severity are shown.',
  },
  ['workspaceDiagnostics'] = {
    type = 'boolean',
    default = false,
    doc = 'Whether notes that are not open are checked all the time.',
  },
  ['logLevel'] = {
    type = 'string',
    values = { 'error', 'warning', 'info', 'debug' },
    default = 'warning',
    doc = 'How much the server writes to the log.',
  },
}
