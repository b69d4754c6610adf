-- Begins every script that looks for a place in the order of a board: smaller sort keys first, equal
-- ones by member.

-- Byte by byte, as the sorted set orders members. Lua's own comparison follows the server's locale.
local function is_behind(member, seen)
  for i = 1, math.min(#member, #seen) do
    local a, b = string.byte(member, i), string.byte(seen, i)
    if a ~= b then
      return a > b
    end
  end
  return #member > #seen
end

-- How many entries of a board stand before (key, member), which need not be there: then its place is
-- found among those with its sort key, at most one step for each bit of their count.
local function place(board, key, member)
  local now = redis.call('ZSCORE', board, member)
  if now and tonumber(now) == tonumber(key) then
    return redis.call('ZRANK', board, member)
  end
  local low = redis.call('ZCOUNT', board, '-inf', '(' .. key)
  local high = redis.call('ZCOUNT', board, '-inf', key)
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
