-- Batches of scores. Arguments: the game, how many users, a word that makes event ids new, and how
-- many scores a request has. Bodies are made before the first request: pieces between which the
-- number of the request is put, which makes every event id another one, by one concatenation in C.
local bodies, heads, n

function init(args)
  local game, users, run, size = args[1], tonumber(args[2]), args[3], tonumber(args[4])
  math.randomseed(os.time())
  n = 1000000
  bodies, heads = {}, {}
  for b = 1, 32 do
    local pieces = {}
    local open = "["
    for i = 1, size do
      pieces[i] = open .. string.format(
        '{"gameId":"%s","userId":"u%07d","score":%d,"eventId":"%s-',
        game, math.random(0, users - 1), math.random(1000000, 9999999), run)
      open = string.format('-%04d"},', i)
    end
    pieces[size + 1] = string.format('-%04d"}]', size)
    bodies[b] = pieces
    heads[b] = "POST /v1/scores HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
      .. "Content-Length: " .. #table.concat(pieces, tostring(n)) .. "\r\n\r\n"
  end
end

function request()
  n = n + 1
  local b = n % 32 + 1
  return heads[b] .. table.concat(bodies[b], tostring(n))
end
