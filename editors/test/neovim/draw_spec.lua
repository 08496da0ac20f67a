--- The drawn chain rule, without a server: what stands where, and that no graph is too much for it.
local tap = require('tap')
local draw = require('nablint.draw')
local case, equal = tap.case, tap.equal

local function at(line) return { start = { line = line, character = 0 }, ['end'] = { line = line, character = 1 } } end

--- "z:1 y:m" and "z>y:1×m y>x" as the server would give them.
local function graph(vertices, edges, more)
  local made = { vertices = {}, edges = {}, paths = {}, wrong = {}, layout = 'numerator layout' }
  for name, shape in vertices:gmatch('(%S-):(%S*)') do
    table.insert(made.vertices, { id = name .. '#0', name = name, shape = shape, range = at(#made.vertices) })
  end
  for whole, part, shape in edges:gmatch('(%S-)>([^%s:]+):?(%S*)') do
    table.insert(made.edges, { whole = whole .. '#0', part = part .. '#0', shape = shape, range = at(20 + #made.edges) })
  end
  return vim.tbl_extend('force', made, more or {})
end

local function drawn(...) return '\n' .. table.concat(draw.picture(graph(...)).lines, '\n') .. '\n' end

case('a chain is a straight line', function()
  equal(drawn('z:1 y:m x:n', 'z>y:1×m y>x:m×n'), [[

  z 1
  │
∂z/∂y 1×m
  │
  y m
  │
∂y/∂x m×n
  │
  x n
]])
end)

case('two ways part and come together', function()
  equal(drawn('L:1 u:p v:q x:n', 'L>u L>v u>x v>x'), [[

      L 1
  ╭───┴───╮
∂L/∂u   ∂L/∂v
  │       │
  u p     v q
  │       │
∂u/∂x   ∂v/∂x
  ╰───┬───╯
      x n
]])
end)

case('lines that cross can be told apart', function()
  equal(drawn('a:1 b:1 c:1 d:1', 'a>c a>d b>c b>d'), [[

          a 1     b 1
  ╭───────┤       ├───────╮
∂a/∂c   ∂a/∂d   ∂b/∂c   ∂b/∂d
  ╰───────┼┬──────╯       │
          ╰┼───────┬──────╯
           c 1     d 1
]])
end)

case('a direct way runs beside the others', function()
  equal(drawn('L:1 u:p x:n', 'L>u u>x L>x'), [[

      L 1
  ╭───┴───╮
∂L/∂u   ∂L/∂x
  │       │
  u p     │
  │       │
∂u/∂x     │
  ╰───┬───╯
      x n
]])
end)

local WAYS = { paths = { { 'L#0', 'u#0', 'x#0' }, { 'L#0', 'x#0' } } }

case('the chain rule below is a sum over all ways', function()
  local text = drawn('L:1 u:p x:n', 'L>u:1×p u>x:p×n L>x:1×n', WAYS)
  tap.contains(text, 'dL/dx = ∂L/∂u · ∂u/∂x   (1×p) · (p×n)\n      + ∂L/∂x   (1×n)')
end)

case('in denominator layout its factors stand the other way round', function()
  local text = drawn('L:1 u:p x:n', 'L>u:p×1 u>x:n×p', { paths = { WAYS.paths[1] }, layout = 'denominator layout' })
  tap.contains(text, '∂L/∂x = ∂u/∂x · ∂L/∂u   (n×p) · (p×1)')
end)

case('without a layout no order is invented', function()
  local text = drawn('L:1 u:p x:n', 'L>u u>x', { paths = { WAYS.paths[1] }, layout = '' })
  equal(text:find('=', 1, true), nil)
end)

case('the wrong factor is marked, and said below', function()
  local wrong = { { code = 'CHN003', message = 'the factors do not link', edge = { 'u#0', 'x#0' }, range = at(9) } }
  local picture = draw.picture(graph('L:1 u:p x:n', 'L>u u>x', { wrong = wrong }))
  local text = table.concat(picture.lines, '\n')
  tap.contains(text, '✗ ∂u/∂x')
  tap.contains(text, '✗ CHN003 the factors do not link')
  local groups = {}
  for _, mark in ipairs(picture.marks) do
    local line = picture.lines[mark.row + 1]
    groups[line:sub(mark.from + 1, mark.to)] = mark.group
  end
  equal(groups['∂u/∂x'], 'NablintWrong')
  equal(groups['∂L/∂u'], 'NablintEdge')
  equal(groups['u'], 'NablintVertex')
end)

case('every symbol and derivative can be jumped to', function()
  local picture = draw.picture(graph('z:1 y:m', 'z>y:1×m'))
  equal(draw.at(picture, 0, 2).start.line, 0)
  equal(draw.at(picture, 2, 0).start.line, 20)
  equal(draw.at(picture, 4, 40).start.line, 1, 'the nearest on the line')
  equal(draw.at(picture, 1, 0), nil)
end)

case('wide characters and accents keep the lines straight', function()
  local text = drawn('速度:1 x̂:n', '速度>x̂')
  tap.contains(text, '∂速度/∂x̂')
  for line in text:gmatch('[^\n]+') do
    if line:find('│', 1, true) then
      equal(vim.fn.strdisplaywidth(line:match('^(.-)│')), 3)
    end
  end
end)

case('circles, strangers and emptiness are drawn too', function()
  tap.contains(drawn('a:1 b:1', 'a>b b>a'), 'a 1')
  tap.contains(drawn('a:1', 'a>nobody'), 'a 1')
  equal(draw.picture(graph('', '')).lines, {})
end)

case('no two texts run into one another in a large graph', function()
  local vertices, edges = {}, {}
  for k = 1, 120 do
    vertices[k] = ('v%d:%d×n'):format(k, k)
    for _, step in ipairs({ 1, 7, 31 }) do
      if k + step <= 120 then edges[#edges + 1] = ('v%d>v%d:%d×%d'):format(k, k + step, k, k + step) end
    end
  end
  local picture = draw.picture(graph(table.concat(vertices, ' '), table.concat(edges, ' ')))
  local text = table.concat(picture.lines, '\n')
  for k = 1, 120 do
    tap.contains(text, ('v%d %d×n'):format(k, k))
  end
  equal(select(2, text:gsub('∂v%d+/∂v%d+ %d+×%d+', '')), #edges)
end)

tap.finish()
