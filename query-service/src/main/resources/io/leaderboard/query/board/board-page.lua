-- Reads one page of one shard of a board in its order, from the beginning or from behind an entry
-- that was seen before and need not be there any more. Reads only. Behind place.lua.
--
-- KEYS[1]  sorted set  the shard: member -> sort key, smaller is better, equal ones by member
-- ARGV[1]  integer     how many entries at most, 1 to 1000
-- ARGV[2]  integer     sort key of the entry to begin behind; '' to begin at the first
-- ARGV[3]  string      member of the entry to begin behind; '' to begin at the first
--
-- Returns {total, start, better, {member, sort key, member, sort key, ...}}
--   total   integer    entries of the whole shard
--   start   integer    how many entries stand before the page
--   better  integer    how many entries have a smaller sort key than the entry to begin behind
--   sort keys are text: Redis' own formatting of a number of at most 15 digits is exact

local board = KEYS[1]
local start, better = 0, 0
if ARGV[2] ~= '' then
  start = place(board, ARGV[2], ARGV[3])
  better = redis.call('ZCOUNT', board, '-inf', '(' .. ARGV[2])
  local at = redis.call('ZSCORE', board, ARGV[3])
  if at and tonumber(at) == tonumber(ARGV[2]) then
    start = start + 1
  end
end
local rows = redis.call('ZRANGE', board, start, start + tonumber(ARGV[1]) - 1, 'WITHSCORES')
return {redis.call('ZCARD', board), start, better, rows}
