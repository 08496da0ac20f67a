--- Makes a note say its layout: changes the directive that it has, else writes one at its top.
local M = {}

M.PRESETS = { 'numerator', 'denominator', 'mixed' }
local WORDS = {
  numerator = 'numerator: ∂y/∂x is m × n, ∂f/∂x is 1 × n',
  denominator = 'denominator: ∂y/∂x is n × m, ∂f/∂x is n × 1',
  mixed = 'mixed: ∂y/∂x is m × n, the gradient is n × 1',
}

local LATEX = { tex = true, plaintex = true, latex = true }

--- Where front matter ends: the 0-based row after it.
local function top(lines)
  if not (lines[1] or ''):match('^%-%-%-%s*$') then return 0 end
  for row = 2, #lines do
    if lines[row]:match('^%-%-%-%s*$') or lines[row]:match('^%.%.%.%s*$') then return row end
  end
  return 0
end

--- Columns of the preset's name in a line's directive, 0-based and half open.
local function stated(line, latex)
  local opening = latex and '%%%s*nablint:' or '<!%-%-%s*nablint:'
  local from = select(2, line:find(opening))
  local word = from and select(2, line:find('%f[%a]layout%s+', from + 1))
  local name = word and line:match('^%a+', word + 1)
  if name and WORDS[name] then return word, word + #name end
end

---@param bufnr integer
---@param preset string one of `PRESETS`
function M.state(bufnr, preset)
  local latex = LATEX[vim.bo[bufnr].filetype] or false
  local lines = vim.api.nvim_buf_get_lines(bufnr, 0, -1, false)
  for row, line in ipairs(lines) do
    local from, to = stated(line, latex)
    if from then return vim.api.nvim_buf_set_text(bufnr, row - 1, from, row - 1, to, { preset }) end
  end
  local row = top(lines)
  local directive = latex and { '% nablint: layout ' .. preset } or { '<!-- nablint: layout ' .. preset .. ' -->', '' }
  vim.api.nvim_buf_set_lines(bufnr, row, row, false, directive)
end

--- States the preset, or asks which.
---@param bufnr integer
---@param preset? string
function M.command(bufnr, preset)
  if preset and not WORDS[preset] then
    return require('nablint.compat').say(('there is no layout %q'):format(preset), vim.log.levels.WARN)
  end
  if preset then return M.state(bufnr, preset) end
  local options = { prompt = 'Layout of this note', format_item = function(name) return WORDS[name] end }
  vim.ui.select(M.PRESETS, options, function(chosen)
    if chosen then M.state(bufnr, chosen) end
  end)
end

return M
