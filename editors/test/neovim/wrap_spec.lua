--- Hover text in narrow windows, without a server: words stay whole, formulas break where they can be read on.
local tap = require('tap')
local wrap = require('nablint.wrap')
local case, equal = tap.case, tap.equal

local function wrapped(text, width) return '\n' .. wrap.text(text, width) .. '\n' end

case('prose breaks between words, and goes on where it began', function()
  equal(wrapped('cannot multiply W by b: n and m differ', 18), '\ncannot multiply W\nby b: n and m\ndiffer\n')
  equal(wrapped('- declared in the text above', 16), '\n- declared in\n  the text above\n')
end)

case('what fits is left as it is', function()
  local text = '**SHP001** it\n\n- a `x + y`\n  b'
  equal(wrap.text(text, 40), text)
end)

case('a formula that fits on a line stands on one', function()
  equal(wrapped('defined, line 8: `y = W x + b`', 20), '\ndefined, line 8:\n`y = W x + b`\n')
end)

case('a longer one goes on before an operator outside of brackets', function()
  equal(
    wrapped('- defined: `s = (a + b + c)ᵀd + e(f + g) − h`', 24),
    '\n- defined:\n  `s = (a + b + c)ᵀd`\n  `+ e(f + g) − h`\n'
  )
end)

case('a factor keeps its size', function()
  equal(wrapped('= `∂z/∂u (1×k) ∂u/∂y (k×m)`', 26), '\n= `∂z/∂u (1×k)`\n`∂u/∂y (k×m)`\n')
end)

case('a word that is too long stands alone', function()
  equal(wrapped('a verylongwordindeed b', 8), '\na\nverylongwordindeed\nb\n')
end)

case('a drawing that does not fit is left out', function()
  local drawing = 'x\n\n```text\n' .. ('─'):rep(30) .. '\n```\n\ny'
  equal(wrap.text(drawing, 40), drawing)
  equal(wrapped(drawing, 20), '\nx\n\ny\n')
  equal(wrapped('```text\n' .. ('─'):rep(30), 20), '\n```text\n' .. ('─'):rep(30) .. '\n')
end)

case('no line is wider, whatever the text', function()
  local words = { '`a + b`', 'word', '``x ` y``', '(`f(x) = 1`)', 'ÄÖÜ', '- ', '\\*', '`∂z/∂x` is', '`', '**bold**' }
  math.randomseed(7)
  for _ = 1, 300 do
    local text = {}
    for _ = 1, math.random(30) do
      text[#text + 1] = words[math.random(#words)]
    end
    local line = table.concat(text, ' ')
    for _, row in ipairs(wrap.lines({ line }, 24)) do
      if vim.fn.strdisplaywidth(row) > 24 then error(('%q of %q'):format(row, line)) end
    end
  end
end)

tap.finish()
