-- Reads. Arguments: what stands before the user in the path, what stands behind, and how many users;
-- 0 users for a path without one. Every request asks for another random user.
local request_format, users

function init(args)
  users = tonumber(args[3])
  math.randomseed(os.time())
  local user = users > 0 and "u%07d" or ""
  request_format = "GET " .. args[1] .. user .. (args[2] or "") .. " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    .. "Accept: application/json\r\n\r\n"
end

function request()
  if users == 0 then
    return request_format
  end
  return string.format(request_format, math.random(0, users - 1))
end
