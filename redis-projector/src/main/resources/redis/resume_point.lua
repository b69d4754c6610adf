-- Where a partition is in a bucket, and what is closed there: both of the same moment.
--
-- KEYS[1]  hash    positions of the bucket: partition -> last applied offset, inclusive
-- KEYS[2]  hash    what is closed in the bucket: partition/game -> through, ms since 1970
-- ARGV[1]  integer partition
--
-- Returns  {position, game, through, game, through...}; '' as position when there is none.

local answer = {redis.call('HGET', KEYS[1], ARGV[1]) or ''}
local own = ARGV[1] .. '/'
local closed = redis.call('HGETALL', KEYS[2])
for i = 1, #closed, 2 do
  if string.sub(closed[i], 1, #own) == own then
    answer[#answer + 1] = string.sub(closed[i], #own + 1)
    answer[#answer + 1] = closed[i + 1]
  end
end
return answer
