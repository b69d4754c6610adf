-- Ends the applying to a bucket of a generation that is about to be replaced, and tells where it
-- ended.
--
-- KEYS[1]  hash    positions of the bucket: partition -> last applied offset, inclusive
-- KEYS[2]  hash    what is closed in the bucket; its field sealed is looked at by apply.lua
-- ARGV[1]  text    id of the generation that takes its place
--
-- Returns  the bucket's positions: partition, position, partition, position...; they never change
--          again as long as the seal is there. A bucket without positions is not sealed: nobody
--          can apply to it, and it may be one that was deleted.
--          {'SEALED', g} when generation g has sealed it before: nothing was changed. Its seal may
--          be what g goes by, or of no use any more, and then it is taken away soon.
--
-- The seal stays as long as lb:generation says that the one that takes its place is being filled.
-- So whoever has read the positions of all sealed buckets compares as if at one moment, though they
-- lie in different slots: before lb:generation changes, those are still the positions.

local sealed = redis.call('HGET', KEYS[2], 'sealed')
if sealed and sealed ~= ARGV[1] then
  return {'SEALED', sealed}
end
local positions = redis.call('HGETALL', KEYS[1])
if #positions > 0 then
  redis.call('HSET', KEYS[2], 'sealed', ARGV[1])
end
return positions
