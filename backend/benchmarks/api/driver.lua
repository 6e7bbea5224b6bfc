-- wrk's part: posts the bodies of a file, a line each, in turn; every thread begins somewhere else.
-- Arguments: the file, an API key or "-", the mean pause before a request in ms (0: none), "look" or "blind", the
-- path, and the coding that answers are taken in, or "-".
-- Looking counts statuses, refusals without Retry-After and answers with a failure in them; it costs wrk time.

local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(args)
  local headers = { ["Content-Type"] = "application/json" }
  if args[2] ~= "-" then headers["Authorization"] = "Bearer " .. args[2] end
  if args[6] ~= "-" then headers["Accept-Encoding"] = args[6] end
  prepared = {}
  for line in io.lines(args[1]) do
    table.insert(prepared, wrk.format("POST", args[5], headers, line))
  end
  at = math.floor(number * #prepared / 2)
  answered, refused, unadvised, failed, faulty = 0, 0, 0, 0, 0
  local pause = tonumber(args[3])
  math.randomseed(1 + number)
  if pause > 0 then
    delay = function() return -pause * math.log(1 - math.random()) end
  end
  if args[4] == "look" then response = look end
end

function request()
  at = at % #prepared + 1
  return prepared[at]
end

-- What a question may be told, such as that the lines carry no time of day, is an answer; these are not.
local faults = { OVERLOADED = true, SHUTTING_DOWN = true, INTERNAL_ERROR = true }

function is_faulty(body)
  if body:find('"errors":[', 1, true) then return true end
  for code in body:gmatch('"error":{"code":"([%u_]+)"') do
    if faults[code] or code:find("ENGINE_", 1, true) == 1 then return true end
  end
  return false
end

function look(status, headers, body)
  if status == 200 then
    answered = answered + 1
    if is_faulty(body) then faulty = faulty + 1 end
  elseif status == 429 or status == 503 then
    refused = refused + 1
    if not headers["retry-after"] then unadvised = unadvised + 1 end
  else
    failed = failed + 1
  end
end

function done(summary, latency, requests)
  local sums = { answered = 0, refused = 0, unadvised = 0, failed = 0, faulty = 0 }
  for _, thread in ipairs(threads) do
    for name in pairs(sums) do sums[name] = sums[name] + thread:get(name) end
  end
  local errors = summary.errors
  io.write(string.format('\n{"requests": %d, "seconds": %f, ', summary.requests, summary.duration / 1e6))
  io.write(string.format('"broken": %d, ', errors.connect + errors.read + errors.write + errors.timeout))
  io.write(string.format('"bad_status": %d, ', errors.status))
  for name, sum in pairs(sums) do io.write(string.format('"%s": %d, ', name, sum)) end
  for _, share in ipairs({ 50, 95, 99 }) do
    io.write(string.format('"p%d": %f, ', share, latency:percentile(share) / 1000))
  end
  io.write(string.format('"longest": %f}\n', latency.max / 1000))
end
