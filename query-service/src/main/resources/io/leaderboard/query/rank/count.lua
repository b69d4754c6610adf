-- Counts the entries of one shard of a board that stand ahead of others, which need not be in it.
-- Reads only. Behind place.lua.
--
-- KEYS[1]   sorted set  the shard: member -> sort key, smaller is better, equal ones by member
-- ARGV[1]   string      what is counted: 'better' (smaller sort keys), 'level' (those and equal
--                       ones) or 'ahead' (those before the sort key and member)
-- ARGV[2..] pairs       sort key, member, at most 125, of 'ahead' 30, in the order of the board; the
--                       member counts for 'ahead' alone
--
-- Returns {total, count, count, ...}: the entries of the whole shard, and one count for each pair

local board = KEYS[1]
local counts = {redis.call('ZCARD', board)}

local function count(bound)
  return redis.call('ZCOUNT', board, '-inf', bound)
end

-- The pairs first to last have one sort key, and their places are low to high. The one in the middle
-- halves what the others are looked for in, so that many are found in fewer steps than each alone.
local function among(first, last, low, high)
  if first > last then
    return
  end
  local middle = math.floor((first + last) / 2)
  local at = place_among(board, ARGV[2 * middle + 1], low, high)
  counts[middle + 1] = at
  among(first, middle - 1, low, at)
  among(middle + 1, last, at, high)
end

local asked = (#ARGV - 1) / 2
local first = 1
while first <= asked do
  local key = ARGV[2 * first]
  local last = first
  while last < asked and ARGV[2 * last + 2] == key do
    last = last + 1
  end
  if ARGV[1] == 'ahead' then
    among(first, last, count('(' .. key), count(key))
  else
    local same = count((ARGV[1] == 'better' and '(' or '') .. key)
    for i = first, last do
      counts[i + 1] = same
    end
  end
  first = last + 1
end
return counts
