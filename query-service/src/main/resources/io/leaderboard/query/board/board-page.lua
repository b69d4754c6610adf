-- Reads one page of a board in its order, from the beginning or from behind an entry that was seen
-- before and need not be there any more. Reads only.
--
-- KEYS[1]  sorted set  the board: user id -> sort key, smaller is better, equal ones by user id
-- ARGV[1]  integer     how many entries at most, 1 to 1000
-- ARGV[2]  integer     sort key of the entry to begin behind; '' to begin at the first
-- ARGV[3]  string      user id of the entry to begin behind; '' to begin at the first
--
-- Returns {total, start, better, {user id, sort key, user id, sort key, ...}}
--   total   integer    entries of the whole board
--   start   integer    how many entries stand before the page
--   better  integer    how many entries of the board have a smaller sort key than the page's first
--   sort keys are text: Redis' own formatting of a number of at most 15 digits is exact

local board = KEYS[1]
local limit = tonumber(ARGV[1])

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

local function first_behind(key, user)
  local now = redis.call('ZSCORE', board, user)
  if now and tonumber(now) == tonumber(key) then
    return redis.call('ZRANK', board, user) + 1
  end
  -- The entry has moved or gone: its former place is found among those with its sort key. At most
  -- one step for each bit of their count.
  local low = redis.call('ZCOUNT', board, '-inf', '(' .. key)
  local high = redis.call('ZCOUNT', board, '-inf', key)
  while low < high do
    local middle = math.floor((low + high) / 2)
    if is_behind(redis.call('ZRANGE', board, middle, middle)[1], user) then
      high = middle
    else
      low = middle + 1
    end
  end
  return low
end

local start = 0
if ARGV[2] ~= '' then
  start = first_behind(ARGV[2], ARGV[3])
end
local rows = redis.call('ZRANGE', board, start, start + limit - 1, 'WITHSCORES')
local better = 0
if start > 0 and #rows > 0 then
  better = redis.call('ZCOUNT', board, '-inf', '(' .. rows[2])
end
return {redis.call('ZCARD', board), start, better, rows}
