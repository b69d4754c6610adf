-- Single scores. Arguments: the path, how many users, and a word that makes event ids new.
-- Every request names another random user and score, and an event id of its own. All have one
-- length, so that the whole request is one format.
local request_format, users, n

function init(args)
  users = tonumber(args[2])
  n = 0
  math.randomseed(os.time())
  local body = '{"userId":"u%07d","score":%07d,"eventId":"' .. args[3] .. '-%010d"}'
  -- JSON has no leading zeros: scores begin at one million.
  local length = #string.format(body, 0, 1000000, 0)
  request_format = "POST " .. args[1] .. " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    .. "Content-Type: application/json\r\nContent-Length: " .. length .. "\r\n\r\n" .. body
end

function request()
  n = n + 1
  return string.format(request_format, math.random(0, users - 1), math.random(1000000, 9999999), n)
end
