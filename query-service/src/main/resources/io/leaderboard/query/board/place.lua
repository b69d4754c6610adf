-- Begins every script that looks for a place in the order of a board: smaller sort keys first, equal
-- ones by member.

local byte = string.byte

-- Six bytes of a text as one number: texts compare as their numbers do, the shorter one first. A
-- byte is 1 to 256 and the end of the text 0, so that it stays below 257^6 < 2^53.
local function six(text, at)
  local a, b, c, d, e, f = byte(text, at, at + 5)
  if f then
    return (((((a + 1) * 257 + b + 1) * 257 + c + 1) * 257 + d + 1) * 257 + e + 1) * 257 + f + 1
  end
  local number = 0
  for i = at, at + 5 do
    number = number * 257 + (byte(text, i) or -1) + 1
  end
  return number
end

-- Byte by byte, as the sorted set orders members. Lua's own comparison follows the server's locale.
local function is_behind(member, seen)
  for at = 1, math.min(#member, #seen) + 1, 6 do
    local a, b = six(member, at), six(seen, at)
    if a ~= b then
      return a > b
    end
  end
  return false
end

-- How many entries of a board stand before a member that would be among those with its sort key,
-- the entries from place low to before place high: at most one step for each bit of their count.
local function place_among(board, member, low, high)
  while low < high do
    local middle = math.floor((low + high) / 2)
    if is_behind(redis.call('ZRANGE', board, middle, middle)[1], member) then
      high = middle
    else
      low = middle + 1
    end
  end
  return low
end

-- How many entries of a board stand before (key, member), which need not be there.
local function place(board, key, member)
  local now = redis.call('ZSCORE', board, member)
  if now and tonumber(now) == tonumber(key) then
    return redis.call('ZRANK', board, member)
  end
  local low = redis.call('ZCOUNT', board, '-inf', '(' .. key)
  return place_among(board, member, low, redis.call('ZCOUNT', board, '-inf', key))
end
