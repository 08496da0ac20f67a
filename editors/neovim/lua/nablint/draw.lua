--- A chain-rule graph as lines of text: the result on top, below it what it depends on, a derivative on every line between.
local place = require('nablint.place')

local M = {}

---@class nablint.Picture
---@field lines string[]
---@field marks nablint.Mark[]
---@field places { row: integer, from: integer, to: integer, range: table }[] what can be jumped to

local UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8
local STROKES = {
  [UP] = '╵', [DOWN] = '╷', [LEFT] = '╴', [RIGHT] = '╶',
  [UP + DOWN] = '│', [LEFT + RIGHT] = '─',
  [UP + LEFT] = '╯', [UP + RIGHT] = '╰', [DOWN + LEFT] = '╮', [DOWN + RIGHT] = '╭',
  [UP + DOWN + LEFT] = '┤', [UP + DOWN + RIGHT] = '├',
  [LEFT + RIGHT + UP] = '┴', [LEFT + RIGHT + DOWN] = '┬',
  [UP + DOWN + LEFT + RIGHT] = '┼',
}

---@class nablint.Canvas
---@field strokes table<integer, table<integer, integer>> directions by row and display column
---@field texts table<integer, table<integer, { text: string, group: string, range?: table }>>
---@field height integer
local Canvas = {}
Canvas.__index = Canvas

local function canvas() return setmetatable({ strokes = {}, texts = {}, height = 0 }, Canvas) end

function Canvas:stroke(row, column, direction)
  local line = self.strokes[row] or {}
  self.strokes[row] = line
  local before = line[column] or 0
  if before % (2 * direction) < direction then line[column] = before + direction end
  self.height = math.max(self.height, row + 1)
end

function Canvas:down(column, from, to)
  for row = from, to do
    self:stroke(row, column, UP)
    self:stroke(row, column, DOWN)
  end
end

function Canvas:across(row, from, to)
  for column = math.min(from, to), math.max(from, to) - 1 do
    self:stroke(row, column, RIGHT)
    self:stroke(row, column + 1, LEFT)
  end
end

--- Pieces of text beside one another; returns the column after them.
function Canvas:write(row, column, pieces)
  local line = self.texts[row] or {}
  self.texts[row] = line
  for _, piece in ipairs(pieces) do
    if piece.text ~= '' then
      line[column] = piece
      column = column + vim.fn.strdisplaywidth(piece.text) + 1
    end
  end
  self.height = math.max(self.height, row + 1)
  return column
end

---@return nablint.Picture
function Canvas:picture()
  local picture = { lines = {}, marks = {}, places = {} }
  for row = 0, self.height - 1 do
    local texts, strokes = self.texts[row] or {}, self.strokes[row] or {}
    local last = -1
    for column in pairs(texts) do last = math.max(last, column) end
    for column in pairs(strokes) do last = math.max(last, column) end
    local parts, bytes, column = {}, 0, 0
    while column <= last do
      local piece = texts[column]
      local text = piece and piece.text or STROKES[strokes[column] or 0] or ' '
      if piece or text ~= ' ' then
        local group = piece and piece.group or 'NablintEdge'
        picture.marks[#picture.marks + 1] = { row = row, from = bytes, to = bytes + #text, group = group }
      end
      if piece and piece.range then
        picture.places[#picture.places + 1] = { row = row, from = bytes, to = bytes + #text, range = piece.range }
      end
      parts[#parts + 1] = text
      bytes = bytes + #text
      column = column + math.max(1, vim.fn.strdisplaywidth(text))
    end
    picture.lines[row + 1] = table.concat(parts)
  end
  return picture
end

local function derivative(names, edge) return ('∂%s/∂%s'):format(names[edge.whole], names[edge.part]) end

--- The width of pieces, and where in them the lines run to: the middle of the piece that can be jumped to.
local function size(pieces)
  local width, inset = 0, 0
  for _, piece in ipairs(pieces) do
    if piece.text ~= '' then
      local own = vim.fn.strdisplaywidth(piece.text)
      if piece.range then inset = width + math.floor((own - 1) / 2) end
      width = width + own + 1
    end
  end
  return math.max(1, width - 1), inset
end

--- The texts of vertices and of edges, with what is wrong marked.
local function labels(graph)
  local names, wrong, vertices, edges = {}, {}, {}, {}
  for _, vertex in ipairs(graph.vertices) do
    names[vertex.id] = vertex.name
    vertices[vertex.id] = {
      { text = vertex.name, group = 'NablintVertex', range = vertex.range },
      { text = vertex.shape, group = 'NablintShape' },
    }
  end
  for _, finding in ipairs(graph.wrong) do
    if type(finding.edge) == 'table' then wrong[finding.edge[1] .. '\n' .. finding.edge[2]] = true end
  end
  for index, edge in ipairs(graph.edges) do
    local bad = wrong[edge.whole .. '\n' .. edge.part]
    edges[index] = {
      { text = bad and '✗' or '', group = 'NablintWrong' },
      { text = derivative(names, edge), group = bad and 'NablintWrong' or 'NablintEdge', range = edge.range },
      { text = edge.shape, group = 'NablintShape' },
    }
  end
  return names, vertices, edges
end

--- Draws the lines between two ranks. A net joins one item to several of the other rank; nets that would run over one
--- another get rows of their own.
local function route(paper, nets, first, rows, last)
  for _, net in ipairs(nets) do
    local row = first + net.row
    paper:down(net.hub, net.above and first or row + 1, net.above and row - 1 or last)
    paper:stroke(row, net.hub, net.above and UP or DOWN)
    for _, leaf in ipairs(net.leaves) do
      paper:across(row, net.hub, leaf)
      paper:down(leaf, net.above and row + 1 or first, net.above and last or row - 1)
      paper:stroke(row, leaf, net.above and DOWN or UP)
    end
  end
  return first + rows
end

--- One way from the result to a variable, as a product of derivatives in the order that the layout reads.
local function product(path, names, shapes, backwards)
  local factors, sizes = {}, {}
  for k = 1, #path - 1 do
    local at = backwards and 1 or k
    local shape = shapes[path[k] .. '\n' .. path[k + 1]] or ''
    table.insert(factors, at, ('∂%s/∂%s'):format(names[path[k]], names[path[k + 1]]))
    table.insert(sizes, at, shape ~= '' and '(' .. shape .. ')' or '(?)')
  end
  return table.concat(factors, ' · '), table.concat(sizes, ' · ')
end

--- The chain rule in words: the sum over all ways. Without a layout that orders the factors there is none to be written.
local function sums(graph, names)
  local backwards = graph.layout:find('denominator') ~= nil
  if not backwards and not graph.layout:find('numerator') then return {} end
  local shapes, lines, longest = {}, {}, 0
  for _, edge in ipairs(graph.edges) do
    shapes[edge.whole .. '\n' .. edge.part] = edge.shape
  end
  for _, path in ipairs(graph.paths) do
    longest = math.max(longest, #path)
  end
  if longest < 3 then return {} end
  for index, path in ipairs(graph.paths) do
    local factors, sizes = product(path, names, shapes, backwards)
    local sign = #graph.paths > 1 and 'd' or '∂'
    local left = ('%s%s/%s%s = '):format(sign, names[path[1]], sign, names[path[#path]])
    if index > 1 then left = (' '):rep(vim.fn.strdisplaywidth(left) - 2) .. '+ ' end
    lines[index] = ('%s%s   %s'):format(left, factors, sizes)
  end
  return lines
end

--- A sentence in lines of a width; what follows the first is indented.
---@return string[]
local function wrapped(text, width)
  local lines, line = {}, ''
  for word in text:gmatch('%S+') do
    local longer = line == '' and word or line .. ' ' .. word
    if line ~= '' and vim.fn.strdisplaywidth(longer) > width then
      table.insert(lines, line)
      longer = '  ' .. word
    end
    line = longer
  end
  table.insert(lines, line)
  return lines
end

---@param graph table as the server gives it
---@return nablint.Picture
function M.picture(graph)
  local names, vertices, edges = labels(graph)
  local placed = place.place(graph, function(id) return size(vertices[id]) end, function(index) return size(edges[index]) end)
  local paper = canvas()
  local row = 0
  for rank, items in ipairs(placed.ranks) do
    for _, item in ipairs(items) do
      if item.vertex then
        paper:write(row, item.left, vertices[item.vertex])
      elseif item.edge then
        paper:write(row, item.left, edges[item.edge])
      else
        paper:down(item.hub, row, row)
      end
    end
    row = row + 1
    local gap = placed.gaps[rank]
    if gap and #gap.nets > 0 then row = route(paper, gap.nets, row, gap.rows, row + gap.rows - 1) end
  end
  local below = sums(graph, names)
  for _, text in ipairs(below) do
    row = math.max(row + 1, paper.height + (text == below[1] and 1 or 0))
    paper:write(row, 0, { { text = text, group = 'Normal' } })
  end
  for index, finding in ipairs(graph.wrong) do
    row = index == 1 and paper.height + 1 or row + 1
    for number, text in ipairs(wrapped(('✗ %s %s'):format(finding.code, finding.message), vim.o.columns - 6)) do
      if number > 1 then row = row + 1 end
      paper:write(row, 0, { { text = text, group = 'NablintWrong', range = finding.range } })
    end
  end
  return paper:picture()
end

--- What a place of the picture stands for in the note.
---@param picture nablint.Picture
---@param row integer
---@param column integer bytes
---@return table? range
function M.at(picture, row, column)
  local nearest, distance
  for _, place_ in ipairs(picture.places) do
    if place_.row == row then
      local far = column < place_.from and place_.from - column or math.max(0, column - place_.to + 1)
      if not distance or far < distance then nearest, distance = place_.range, far end
    end
  end
  return nearest
end

return M
