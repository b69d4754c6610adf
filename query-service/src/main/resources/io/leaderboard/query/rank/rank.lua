-- Finds where a user stands on a board with shared ranks. Reads only.
--
-- KEYS[1]  sorted set  the board: user id -> sort key, smaller is better
-- ARGV[1]  string      user id
--
-- Returns {total} when the user does not stand on the board, else {total, better, sort key}
--   total     integer  entries of the whole board
--   better    integer  how many of them have a smaller sort key; the rank is one more
--   sort key  string   Redis' own formatting of a number of at most 15 digits, which is exact

local key = redis.call('ZSCORE', KEYS[1], ARGV[1])
local total = redis.call('ZCARD', KEYS[1])
if not key then
  return {total}
end
return {total, redis.call('ZCOUNT', KEYS[1], '-inf', '(' .. key), key}
