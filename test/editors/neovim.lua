-- Drives a headless Neovim as a person would: the set-up from the docs, a file opened, its findings, hover, fix, lens and a run.
-- Reads VIT_SETUP (the set-up, a Lua file) and VIT_WORKSPACE (a folder with samples), writes the outcomes as JSON to VIT_OUTCOMES.

local PATIENCE = 10000
local RUN_PATIENCE = 60000

local messages = {}
local show_message = vim.lsp.handlers['window/showMessage']
vim.lsp.handlers['window/showMessage'] = function(err, result, ...)
  table.insert(messages, result.message)
  return show_message(err, result, ...)
end

-- A Neovim older than vim.lsp.config: as much of it as the set-up uses, by the means of that Neovim.
local stand_in = vim.lsp.config == nil
if stand_in then
  local configs = {}
  vim.lsp.config = function(name, config)
    configs[name] = config
  end
  vim.lsp.enable = function(name)
    local config = configs[name]
    local client
    vim.api.nvim_create_autocmd('FileType', {
      pattern = config.filetypes,
      callback = function(event)
        local root = vim.fn.finddir(config.root_markers[1], vim.fn.expand('%:p:h') .. ';')
        client = client or vim.lsp.start_client(vim.tbl_extend('error', {
          name = name,
          root_dir = root ~= '' and vim.fn.fnamemodify(root, ':h') or nil,
        }, { cmd = config.cmd, settings = config.settings, on_attach = config.on_attach }))
        vim.lsp.buf_attach_client(event.buf, client)
      end,
    })
  end
end

local function eventually(what, probe, patience)
  local answer
  vim.wait(patience or PATIENCE, function()
    answer = probe()
    return answer ~= nil and answer ~= false
  end, 20)
  if answer == nil or answer == false then error(what .. ': not in time; messages: ' .. vim.inspect(messages), 0) end
  return answer
end

local function open(path)
  vim.cmd('edit ' .. os.getenv('VIT_WORKSPACE') .. '/' .. path)
end

local function codes()
  return vim.tbl_map(function(diagnostic)
    return diagnostic.code or diagnostic.user_data.lsp.code
  end, vim.diagnostic.get(0))
end

local function finding(code)
  return function()
    return vim.tbl_contains(codes(), code)
  end
end

local function cursor_to(text)
  vim.fn.cursor(1, 1)
  if vim.fn.search('\\V' .. text, 'c') == 0 then error(text .. ' is not in the file', 0) end
end

local function lens_titles()
  return vim.tbl_map(function(lens)
    return lens.command.title
  end, vim.lsp.codelens.get(0))
end

-- Asks for the lenses anew, as the set-up does when the cursor rests.
local function lens_like(pattern, patience)
  return eventually('a lens like ' .. pattern, function()
    vim.cmd('doautocmd CursorHold')
    for _, title in ipairs(lens_titles()) do
      if title:find(pattern) then return title end
    end
  end, patience)
end

local function text_of_floating_window()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
    end
  end
end

local function close_floating_windows()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then vim.api.nvim_win_close(window, true) end
  end
end

-- Chooses what the menu of lenses or fixes offers under a title.
local function choose(pattern, action)
  local select = vim.ui.select
  local offered
  vim.ui.select = function(items, options, on_choice)
    local format = options.format_item or tostring
    offered = vim.tbl_map(format, items)
    for index, item in ipairs(items) do
      if format(item):find(pattern) then return on_choice(item, index) end
    end
    on_choice(nil, nil)
  end
  action()
  eventually('a menu', function()
    return offered
  end)
  vim.ui.select = select
  return offered
end

local BROKEN = 'broken/heads-divide-width.vit.yaml'
local B16 = 'models/ViT-B_16.vit.yaml'

local checks = {
  {
    'a broken sample has its finding, on the key that decided it',
    function()
      open(BROKEN)
      eventually('the finding', finding('heads-divide-width'))
      local diagnostic = vim.diagnostic.get(0)[1]
      assert(vim.fn.getline(diagnostic.lnum + 1):find('num_heads'), 'it is on line ' .. diagnostic.lnum + 1)
      assert(diagnostic.severity == vim.diagnostic.severity.ERROR, 'it is no error')
    end,
  },
  {
    'a fix repairs it',
    function()
      open(BROKEN)
      eventually('the finding', finding('heads-divide-width'))
      vim.api.nvim_win_set_cursor(0, { vim.diagnostic.get(0)[1].lnum + 1, vim.diagnostic.get(0)[1].col })
      choose('num_heads: 12', vim.lsp.buf.code_action)
      eventually('the finding to go', function()
        return not finding('heads-divide-width')()
      end)
      assert(vim.fn.search('num_heads: 12', 'n') > 0, 'the text is not mended')
      -- The file as it is on disk, which the server sees as closed and opened.
      vim.cmd('edit!')
      eventually('the finding to come back', finding('heads-divide-width'))
    end,
  },
  {
    'the hover on the model tells what it costs',
    function()
      open(B16)
      cursor_to('model_name')
      vim.lsp.buf.hover()
      local text = eventually('the hover', text_of_floating_window)
      close_floating_windows()
      for _, figure in ipairs({ '86%.6 M', '17%.6 GMACs', '35%.1 GFLOPs', '197' }) do
        assert(text:find(figure), 'no ' .. figure .. ' in ' .. text)
      end
    end,
  },
  {
    'the lens tells the cost, its command runs the model, and a message and the lens tell what came of it',
    function()
      open(B16)
      lens_like('^▷ Run on sample image · 86%.6 M · 17%.6 GMACs$')
      cursor_to('model_name')
      messages = {}
      vim.cmd([[execute "normal \\r"]])
      eventually('the message', function()
        return vim.tbl_contains(
          vim.tbl_map(function(message)
            return message:find('^ViT%-B_16 ran in ') ~= nil and message:find('%[1, 1000%]') ~= nil
          end, messages),
          true
        )
      end, RUN_PATIENCE)
      lens_like('^✓ ran in ')
      cursor_to('model_name')
      local offered = choose('^✓ ran in ', function()
        vim.cmd([[execute "normal \\r"]])
      end)
      assert(#offered == 2, vim.inspect(offered))
    end,
  },
  {
    'settings are followed when they change',
    function()
      open(BROKEN)
      eventually('the finding', finding('heads-divide-width'))
      for _, client in ipairs(vim.lsp.buf_get_clients(0)) do
        client.config.settings = { vitConfig = { diagnostics = { ignore = { 'heads-divide-width' } } } }
        client.notify('workspace/didChangeConfiguration', { settings = client.config.settings })
      end
      eventually('the finding to go', function()
        return not finding('heads-divide-width')()
      end)
    end,
  },
  {
    'a file of another kind gets nothing',
    function()
      open('compose.yaml')
      cursor_to('services')
      assert(#vim.lsp.buf_get_clients(0) > 0, 'the server does not see it')
      local answers = vim.lsp.buf_request_sync(0, 'textDocument/codeLens', { textDocument = vim.lsp.util.make_text_document_params() }, PATIENCE)
      for _, answer in pairs(answers) do
        assert(answer.err == nil and #(answer.result or {}) == 0, vim.inspect(answer))
      end
      assert(#codes() == 0, vim.inspect(codes()))
    end,
  },
  {
    'nothing went wrong on the way',
    function()
      for _, message in ipairs(messages) do
        assert(not message:find('[Ee]rror'), message)
      end
      local log = io.open(vim.lsp.get_log_path())
      local lines = log and log:read('*a') or ''
      if log then log:close() end
      -- The log has a line for its start; everything else is something that went wrong.
      for line in lines:gmatch('[^\n]+') do
        assert(not line:find('^%[ERROR%]') and not line:find('^%[WARN%]'), line)
      end
    end,
  },
}

local outcomes = {}
local setup_ok, setup_error = pcall(dofile, os.getenv('VIT_SETUP'))
if not setup_ok then table.insert(outcomes, { name = 'the set-up is accepted', ok = false, ms = 0, error = tostring(setup_error) }) end
if setup_ok then
  for _, check in ipairs(checks) do
    local started = vim.loop.hrtime()
    local ok, err = pcall(check[2])
    local ms = (vim.loop.hrtime() - started) / 1e6
    table.insert(outcomes, { name = check[1], ok = ok, ms = ms, error = not ok and tostring(err) or nil })
  end
end

local file = io.open(os.getenv('VIT_OUTCOMES'), 'w')
file:write(vim.fn.json_encode({ outcomes = outcomes, stand_in = stand_in }))
file:close()
vim.cmd('qall!')
