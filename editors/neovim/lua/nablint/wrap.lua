--- Lines of Markdown broken where they can be read on: between words, and in a formula before its operators. Pure.
local M = {}

local width_of = vim.fn.strdisplaywidth

-- Signs before which a long formula goes on in the next line.
local OPERATORS = { ['='] = true, ['+'] = true, ['-'] = true, ['−'] = true, ['±'] = true, ['⇒'] = true }

--- Words and code spans, with what touches them; a space ends a word, but not inside of backticks.
---@param line string
---@return string[]
local function atoms(line)
  local found, current, at = {}, '', 1
  while at <= #line do
    local ticks = line:match('^`+', at)
    local close = ticks and select(2, line:find('[^`]' .. ticks .. '%f[^`]', at + #ticks))
    if close then
      current, at = current .. line:sub(at, close), close + 1
    elseif line:find('^%s', at) then
      if current ~= '' then found[#found + 1] = current end
      current, at = '', at + 1
    else
      current, at = current .. line:sub(at, at), at + 1
    end
  end
  if current ~= '' then found[#found + 1] = current end
  return found
end

--- The parts of a formula between the places where it may be broken: before operators that stand in the fewest brackets.
---@param formula string
---@param room integer
---@return string[]
local function pieces(formula, room)
  local words, depths, depth = vim.split(formula, ' ', { plain = true }), {}, 0
  for k, word in ipairs(words) do
    depths[k] = depth
    depth = depth + select(2, word:gsub('[%(%[{]', '')) - select(2, word:gsub('[%)%]}]', ''))
  end
  local found, first = {}, 1
  while first <= #words do
    local line, last, best = words[first], first, nil
    for k = first + 1, #words do
      line = line .. ' ' .. words[k]
      if width_of(line) > room then break end
      last = k
    end
    if last < #words then
      for k = first + 1, last + 1 do
        if OPERATORS[words[k]] and (not best or depths[k] <= depths[best]) then best = k end
      end
      -- Else between factors, each with the size that follows it in brackets.
      local turn = last + 1
      while not best and turn > first + 1 and words[turn]:sub(1, 1) == '(' do
        turn = turn - 1
      end
      last = (best or turn) - 1
    end
    found[#found + 1] = table.concat(words, ' ', first, last)
    first = last + 1
  end
  return found
end

--- One line as several of at most `width` columns, where that can be.
---@param line string
---@param width integer
---@return string[]
local function broken(line, width)
  local head = line:match('^%s*[-*] ') or line:match('^%s*')
  local indent = (' '):rep(#head)
  local lines, current = {}, head
  local function is_short(text) return width_of(text) <= #indent + 2 end
  local function flush()
    lines[#lines + 1] = current
    current = indent
  end
  for _, atom in ipairs(atoms(line:sub(#head + 1))) do
    local space = current:match('^%s*$') and '' or current == head and '' or ' '
    local before, ticks, formula, after = atom:match('^(.-)(`+)(.+)%2([^`]*)$')
    if width_of(current .. space .. atom) <= width then
      current = current .. space .. atom
    elseif formula and formula:find(' ', 1, true) and (width_of(indent .. atom) > width or is_short(current)) then
      if not is_short(current) then
        flush()
        space = ''
      end
      local room = width - math.max(width_of(current .. space .. before), #indent) - 2 * #ticks - width_of(after)
      for k, piece in ipairs(pieces(formula, math.max(room, 8))) do
        if k > 1 then flush() end
        current = current .. (k == 1 and space .. before or '') .. ticks .. piece .. ticks
      end
      current = current .. after
    else
      if current ~= head and not current:match('^%s*$') then flush() end
      current = current .. atom
    end
  end
  flush()
  return lines
end

--- Lines of at most `width` columns. A drawing that is wider is left out: the same formula stands before it in one line.
---@param lines string[]
---@param width integer
---@return string[]
function M.lines(lines, width)
  local found, drawing = {}, nil
  for _, line in ipairs(lines) do
    if drawing then
      drawing[#drawing + 1] = line
      if line:match('^%s*```') then
        local widest = 0
        for _, row in ipairs(drawing) do
          widest = math.max(widest, width_of(row))
        end
        if widest <= width then
          vim.list_extend(found, drawing)
        elseif found[#found] == '' then
          found[#found] = nil
        end
        drawing = nil
      end
    elseif line:match('^%s*```') then
      drawing = { line }
    elseif width_of(line) <= width then
      found[#found + 1] = line
    else
      vim.list_extend(found, broken(line, width))
    end
  end
  return vim.list_extend(found, drawing or {})
end

---@param text string
---@param width integer
---@return string
function M.text(text, width) return table.concat(M.lines(vim.split(text, '\n', { plain = true }), width), '\n') end

return M
