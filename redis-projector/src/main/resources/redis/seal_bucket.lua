-- Ends the applying to a bucket of a generation that is about to be replaced, and tells where it
-- ended.
--
-- KEYS[1]  hash    positions of the bucket: partition -> last applied offset, inclusive
-- KEYS[2]  hash    state of the bucket; its field sealed is looked at by apply.lua
-- ARGV[1]  text    the seal that lb:generation names for the one that takes its place
--
-- Returns  the bucket's positions: partition, position, partition, position...; they never change
--          again as long as the seal is there. A bucket without positions is not sealed: nobody
--          can apply to it, and it may be one that was deleted.
--          {'SEALED', s} when another seal s is there: nothing was changed. It may be what another
--          one goes by, or of no use any more, and then it is taken away soon.
--
-- The seal stays as long as lb:generation names it. So whoever has read the positions of all sealed
-- buckets compares as if at one moment, though they lie in different slots: as long as lb:generation
-- names the seal, those are still the positions.

local sealed = redis.call('HGET', KEYS[2], 'sealed')
if sealed and sealed ~= ARGV[1] then
  return {'SEALED', sealed}
end
local positions = redis.call('HGETALL', KEYS[1])
if #positions > 0 then
  redis.call('HSET', KEYS[2], 'sealed', ARGV[1])
end
return positions
