--- The language-server client of Neovim 0.7 to 0.11 behind one set of names.
local M = {}

M.uv = vim.uv or vim.loop

--- Whether this Neovim is at least 0.<minor>.
---@param minor integer
---@return boolean
function M.has(minor) return vim.fn.has('nvim-0.' .. minor) == 1 end

---@param bufnr integer
---@return table? client the nablint client of a buffer
function M.client(bufnr)
  local all = vim.lsp.get_clients and vim.lsp.get_clients({ bufnr = bufnr, name = 'nablint' })
    or vim.lsp.buf_get_clients(bufnr)
  for _, client in pairs(all) do
    if client.name == 'nablint' then return client end
  end
end

---@return table[] clients all nablint clients
function M.clients()
  local all = vim.lsp.get_clients and vim.lsp.get_clients({ name = 'nablint' }) or vim.lsp.get_active_clients()
  return vim.tbl_filter(function(client) return client.name == 'nablint' end, all)
end

---@param client table
---@return integer[] buffers that the client is attached to
function M.buffers(client)
  return client.attached_buffers and vim.tbl_keys(client.attached_buffers) or vim.lsp.get_buffers_by_client_id(client.id)
end

--- Asks the server; `done` gets the result, or nil and what went wrong.
---@param client table
---@param method string
---@param params table
---@param bufnr integer
---@param done fun(result: any, problem: string?)
function M.request(client, method, params, bufnr, done)
  local function handler(err, result)
    if err then return done(nil, err.message or vim.inspect(err)) end
    done(result ~= vim.NIL and result or nil)
  end
  if M.has(11) then return client:request(method, params, handler, bufnr) end
  return client.request(method, params, handler, bufnr)
end

---@param client table
function M.stop(client)
  if M.has(11) then return client:stop() end
  client.stop()
end

---@param client table
---@return boolean
function M.is_stopped(client)
  if M.has(11) then return client:is_stopped() end
  return client.is_stopped()
end

---@param client table
---@return string the unit of the columns that this client and its server agreed on
function M.encoding(client) return client.offset_encoding or 'utf-16' end

---@param bufnr integer
---@param row integer 0-based
---@param column integer in bytes, 0-based
---@param client table
---@return table position as the protocol has it
function M.position(bufnr, row, column, client)
  local line = vim.api.nvim_buf_get_lines(bufnr, row, row + 1, false)[1] or ''
  column = math.min(column, #line)
  local encoding = M.encoding(client)
  if encoding ~= 'utf-8' then
    local utf32, utf16 = vim.str_utfindex(line, column)
    column = encoding == 'utf-32' and utf32 or utf16
  end
  return { line = row, character = column }
end

--- The byte column of a position of the protocol.
---@param bufnr integer
---@param position table
---@param client table
---@return integer
function M.byte_column(bufnr, position, client)
  local line = vim.api.nvim_buf_get_lines(bufnr, position.line, position.line + 1, false)[1] or ''
  local encoding = M.encoding(client)
  if encoding == 'utf-8' then return math.min(position.character, #line) end
  local ok, byte = pcall(vim.str_byteindex, line, position.character, encoding == 'utf-16')
  return ok and byte or #line
end

---@param bufnr integer
---@param client table
---@return table params with the document and the cursor's position
function M.cursor_params(bufnr, client)
  local window = vim.fn.bufwinid(bufnr)
  local cursor = window ~= -1 and vim.api.nvim_win_get_cursor(window) or { 1, 0 }
  return {
    textDocument = { uri = vim.uri_from_bufnr(bufnr) },
    position = M.position(bufnr, cursor[1] - 1, cursor[2], client),
  }
end

---@param edit table a workspace edit
---@param client table
function M.apply(edit, client) vim.lsp.util.apply_workspace_edit(edit, M.encoding(client)) end

---@param text string
---@param level? integer
function M.say(text, level) vim.notify('nablint: ' .. text, level or vim.log.levels.INFO) end

return M
