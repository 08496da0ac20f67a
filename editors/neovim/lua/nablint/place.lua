--- Where the texts of a graph stand: ranks from the result down, an order with few crossings, columns that do not overlap.
local M = {}

local GAP = 3
local SWEEPS = 16
-- Looking for lines that collide costs the square of a rank; wider ones do not fit a screen anyway.
local MOST_PARTED = 40

---@class nablint.Item
---@field vertex? string
---@field edge? integer
---@field rank integer
---@field width integer
---@field left integer first column
---@field inset integer from there to the column that lines run to
---@field hub integer that column
---@field up nablint.Item[]
---@field down nablint.Item[]

--- Longest way from a vertex that nothing depends on; an edge that would close a circle counts for nothing.
local function depths(graph)
  local below, found, open = {}, {}, {}
  for _, vertex in ipairs(graph.vertices) do
    below[vertex.id] = {}
  end
  for _, edge in ipairs(graph.edges) do
    if below[edge.part] and below[edge.whole] then table.insert(below[edge.part], edge.whole) end
  end
  local function depth(id)
    if found[id] then return found[id] end
    if open[id] then return -1 end
    open[id] = true
    local best = 0
    for _, whole in ipairs(below[id]) do
      best = math.max(best, depth(whole) + 1)
    end
    open[id] = nil
    found[id] = best
    return best
  end
  for _, vertex in ipairs(graph.vertices) do
    depth(vertex.id)
  end
  return found
end

--- Vertices stand on odd ranks (1, 3, …), so that every edge has a rank between for its text.
local function items_of(graph, vertex_size, edge_size)
  local depth = depths(graph)
  local ranks, by_id = {}, {}
  local function add(item, width, inset)
    item.width, item.inset = width or 1, inset or 0
    item.up, item.down, item.left = {}, {}, 0
    ranks[item.rank] = ranks[item.rank] or {}
    table.insert(ranks[item.rank], item)
    return item
  end
  for _, vertex in ipairs(graph.vertices) do
    by_id[vertex.id] = add({ vertex = vertex.id, rank = 2 * depth[vertex.id] + 1 }, vertex_size(vertex.id))
  end
  for index, edge in ipairs(graph.edges) do
    local from, to = by_id[edge.whole], by_id[edge.part]
    if from and to and from.rank < to.rank then
      local above = from
      for rank = from.rank + 1, to.rank - 1 do
        local item = rank == from.rank + 1 and add({ edge = index, rank = rank }, edge_size(index)) or add({ rank = rank })
        table.insert(above.down, item)
        table.insert(item.up, above)
        above = item
      end
      table.insert(above.down, to)
      table.insert(to.up, above)
    end
  end
  local last = 0
  for rank in pairs(ranks) do
    last = math.max(last, rank)
  end
  for rank = 1, last do
    ranks[rank] = ranks[rank] or {}
  end
  return ranks
end

local function mean(items, fallback)
  if #items == 0 then return fallback end
  local sum = 0
  for _, item in ipairs(items) do
    sum = sum + item.left + item.inset
  end
  return sum / #items
end

--- Puts the items of a rank near where they want to be, in that order, without overlap.
local function settle(items, side)
  local wish = {}
  for index, item in ipairs(items) do
    wish[item] = mean(item[side], item.left + item.inset) + index * 1e-6
  end
  table.sort(items, function(a, b) return wish[a] < wish[b] end)
  local shift, edge = 0, nil
  for _, item in ipairs(items) do
    local wanted = math.floor(wish[item] - item.inset + 0.5)
    item.left = edge and math.max(wanted, edge + GAP) or wanted
    shift = shift + (item.left - wanted)
    edge = item.left + item.width
  end
  -- What was pushed to the right is taken back by half, so that a parent stands over the middle of its children.
  local back = #items > 0 and math.floor(shift / #items + 0.5) or 0
  for _, item in ipairs(items) do
    item.left = item.left - back
  end
end

--- Whether a line of one vertex would run down the column of another one, so that the two could not be told apart.
local function collide(items, shift)
  for _, item in ipairs(items) do
    for _, other in ipairs(items) do
      for _, side in ipairs(item ~= other and { other.up, other.down } or {}) do
        for _, end_ in ipairs(side) do
          if end_.left + end_.inset == item.left + item.inset + shift then return true end
        end
      end
    end
  end
  return false
end

--- Moves a rank of vertices a little where its lines would collide.
local function part(items)
  if not items[1] or not items[1].vertex or #items > MOST_PARTED then return end
  for _, shift in ipairs({ 0, 1, -1, 2, -2 }) do
    if not collide(items, shift) then
      for _, item in ipairs(items) do
        item.left = item.left + shift
      end
      return
    end
  end
end

--- The lines between a rank and the next one: one net from each vertex that lines part at or come together at.
local function nets_between(upper, lower)
  local above = false
  for _, item in ipairs(upper) do
    above = above or item.vertex ~= nil
  end
  local nets = {}
  for _, item in ipairs(above and upper or lower) do
    local leaves = {}
    for _, other in ipairs(above and item.down or item.up) do
      leaves[#leaves + 1] = other.hub
    end
    if #leaves > 0 then nets[#nets + 1] = { hub = item.hub, leaves = leaves, above = above } end
  end
  return nets
end

--- Gives every net a row such that no two that share columns share a row; returns how many rows that takes.
local function rows_for(nets)
  local rows = {}
  for _, net in ipairs(nets) do
    net.from, net.to = net.hub, net.hub
    for _, leaf in ipairs(net.leaves) do
      net.from, net.to = math.min(net.from, leaf), math.max(net.to, leaf)
    end
  end
  table.sort(nets, function(a, b) return a.from < b.from end)
  for _, net in ipairs(nets) do
    local row = 1
    while rows[row] and rows[row] >= net.from do
      row = row + 1
    end
    rows[row] = net.to
    net.row = row - 1
  end
  return #rows
end

---@param graph table
---@param vertex_size fun(id: string): integer, integer width, and inset of the column that lines run to
---@param edge_size fun(index: integer): integer, integer
---@return { ranks: nablint.Item[][], gaps: table<integer, { nets: table[], rows: integer }> }
function M.place(graph, vertex_size, edge_size)
  local ranks = items_of(graph, vertex_size, edge_size)
  for _, items in ipairs(ranks) do
    settle(items, 'up')
  end
  for sweep = 1, SWEEPS do
    local first, last, step = 1, #ranks, 1
    if sweep % 2 == 1 then first, last, step = #ranks, 1, -1 end
    for rank = first, last, step do
      settle(ranks[rank], step == 1 and 'up' or 'down')
    end
  end
  for rank = 1, #ranks, 2 do
    part(ranks[rank])
  end
  local left = math.huge
  for _, items in ipairs(ranks) do
    for _, item in ipairs(items) do
      left = math.min(left, item.left)
    end
  end
  local gaps = {}
  for _, items in ipairs(ranks) do
    for _, item in ipairs(items) do
      item.left = item.left - left
      item.hub = item.left + item.inset
    end
  end
  for rank = 1, #ranks - 1 do
    local nets = nets_between(ranks[rank], ranks[rank + 1])
    gaps[rank] = { nets = nets, rows = rows_for(nets) }
  end
  return { ranks = ranks, gaps = gaps }
end

return M
