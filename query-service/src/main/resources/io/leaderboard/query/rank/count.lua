-- Counts the entries of one shard of a board that stand ahead of others, which need not be in it.
-- Reads only. Behind place.lua.
--
-- KEYS[1]   sorted set  the shard: member -> sort key, smaller is better, equal ones by member
-- ARGV[1]   string      what is counted: 'better' (smaller sort keys), 'level' (those and equal
--                       ones) or 'ahead' (those before the sort key and member)
-- ARGV[2..] pairs       sort key, member; at most 500; the member counts for 'ahead' alone
--
-- Returns {total, count, count, ...}: the entries of the whole shard, and one count for each pair

local board = KEYS[1]
local counts = {redis.call('ZCARD', board)}
for i = 2, #ARGV, 2 do
  local count
  if ARGV[1] == 'ahead' then
    count = place(board, ARGV[i], ARGV[i + 1])
  else
    count = redis.call('ZCOUNT', board, '-inf', (ARGV[1] == 'better' and '(' or '') .. ARGV[i])
  end
  counts[#counts + 1] = count
end
return counts
