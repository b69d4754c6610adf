-- Writes absolute standings of one partition's users, as they stand in Cassandra, into one shard of a
-- generation that is being filled from there, before anything of the log is applied to the
-- partition in the shard's bucket.
--
-- KEYS[1]  hash    fill state of the bucket: <partition> -> the owner's token; guarded.<partition> ->
--                  the largest guard that was written into it
-- KEYS[2]  hash    positions of the bucket; less than -1 as long as the partition is being restored
-- KEYS[3]  zset    the board: member -> sort key, smaller is better
-- KEYS[4]  hash    user id -> time; untouched where times are not remembered
-- KEYS[5]  hash    guards: user id -> the last offset that the user's standing holds, where that lies
--                  behind the offset from which the log is followed
-- KEYS[6]  zset    the periods of the board's shard; not on a board of all time
--
-- ARGV[1]  integer partition
-- ARGV[2]  text    the sender's token
-- ARGV[3]  text    id of the period
-- ARGV[4]  text    ties: shared, or earliest: a member is a time and then a user id
-- ARGV[5]  integer the largest offset among the guards below, -1 for none
-- then     for each entry: sort key, user id, time ('' where none is remembered), the time that decides
--          ('-' where it is the same, '' for none, see apply.lua), guard ('' for none)
--
-- Returns 1; 0 when the partition has another owner; 2 when the bucket is restored already, while
-- others of the generation are not: nothing was changed in both cases.
--
-- A former owner does no harm for the same reason as with load.lua: token, position and standings
-- are of one bucket, and what it brought before was written with its guards.
--
-- May be repeated, also with later standings of the same users: whoever scans again after a crash
-- finds some that have gone on since. So a former member of another time goes, and so does the guard
-- of a standing that needs none now. Standing and guard are written together, so that they are
-- always of the same row. The first write is no removal, which a full Redis would take for harmless.

local guarded = 'guarded.' .. ARGV[1]
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
  return 0
end
if tonumber(redis.call('HGET', KEYS[2], ARGV[1])) >= -1 then
  return 2
end

local users, added, times, guards, unguarded = {}, {}, {}, {}, {}
local marks, unmarked = {}, {}
for i = 6, #ARGV, 5 do
  local user, time = ARGV[i + 1], ARGV[i + 2]
  users[#users + 1] = user
  added[#added + 1] = ARGV[i]
  added[#added + 1] = ARGV[4] == 'earliest' and time .. user or user
  if time ~= '' then
    times[#times + 1] = user
    times[#times + 1] = time
    if ARGV[i + 3] == '-' then
      unmarked[#unmarked + 1] = '\0' .. user
    else
      marks[#marks + 1] = '\0' .. user
      marks[#marks + 1] = ARGV[i + 3]
    end
  end
  if ARGV[i + 4] == '' then
    unguarded[#unguarded + 1] = user
  else
    guards[#guards + 1] = user
    guards[#guards + 1] = ARGV[i + 4]
  end
end

local former = {}
if ARGV[4] == 'earliest' then
  for i, time in ipairs(redis.call('HMGET', KEYS[4], unpack(users))) do
    if time and time ~= times[2 * i] then
      former[#former + 1] = time .. users[i]
    end
  end
end
local largest = tonumber(redis.call('HGET', KEYS[1], guarded) or -1)

redis.call('ZADD', KEYS[3], unpack(added))
if #times > 0 then
  redis.call('HSET', KEYS[4], unpack(times))
end
if #marks > 0 then
  redis.call('HSET', KEYS[4], unpack(marks))
end
if KEYS[6] then
  redis.call('ZADD', KEYS[6], 0, ARGV[3])
end
if #guards > 0 then
  redis.call('HSET', KEYS[5], unpack(guards))
end
if tonumber(ARGV[5]) > largest then
  redis.call('HSET', KEYS[1], guarded, ARGV[5])
end
if #former > 0 then
  redis.call('ZREM', KEYS[3], unpack(former))
end
if #unmarked > 0 then
  redis.call('HDEL', KEYS[4], unpack(unmarked))
end
if #unguarded > 0 then
  redis.call('HDEL', KEYS[5], unpack(unguarded))
end
return 1
