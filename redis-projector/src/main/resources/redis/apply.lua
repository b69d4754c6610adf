-- Applies one chunk of one partition to one bucket, or nothing at all.
--
-- KEYS[1]  hash    positions of the bucket: partition -> last applied offset, inclusive
-- KEYS[2..]        the boards' keys in the order of the operations: each one's sorted set
--                  (user id -> sort key), and behind that of an L its hash (user id -> reachedAt)
--
-- ARGV[1]  integer partition
-- ARGV[2]  integer position that the sender expects; compared as text, -1 for "nothing yet"
-- ARGV[3]  integer position after this chunk
-- ARGV[4]  integer count of operations; then for each operation:
--          kind    B best: the smaller sort key stays
--                  S sum: adds what was folded for each user
--                  E each: adds event by event, in order; one that leaves the range is left out
--                  L last: the later reachedAt stays, of equal ones that of this chunk
--          integer n, count of entries
--          integer for S the largest sum of absolute deltas folded for any user; else 0
--          n entries: B, S and E: sort key or delta, user id; L: sort key, user id, reachedAt (ms)
--          User ids differ within an operation, except of E. A key occurs in one operation.
--
-- Returns  {'OK', n}     applied; n events of E were left out
--          {'MOVED', p}  the position is p ('' for none): nothing was changed
--          {'RANGE'}     a sum might leave the range: nothing was changed, to be sent again as E
--          {'BAD', why}  never applicable: nothing was changed
--
-- Why all or nothing. Redis runs a script alone, but does not roll back what it wrote before an
-- error. So everything that can fail is done first: the position, the keys' types, every number and
-- every sum. Only then come the writes, and of what can still refuse a write (memory, a replica,
-- a full disk) Redis decides on the script's first one, and lets a script that has written go on.
-- The position is written last: were the process to die in between, the append-only file holds a
-- script's writes as one transaction, which is replayed whole or dropped.
--
-- Why exactly once. The position changes only here and with the writes it stands for; it grows with
-- each chunk. A chunk that comes again, or from a former owner, expects one that is gone.
--
-- Numbers have at most 15 digits, which doubles hold exactly; they are never turned into text by
-- Lua itself, which rounds to 14 digits.

local MAX = 999999999999999

local stored = redis.call('HGET', KEYS[1], ARGV[1])
if stored ~= ARGV[2] then
  return {'MOVED', stored or ''}
end

local function isType(key, expected)
  local found = redis.call('TYPE', key).ok
  return found == expected or found == 'none'
end

local function inRange(number)
  return number and number >= -MAX and number <= MAX
end

local writes = {}
local leftOut = 0
local key = 2
local arg = 5

for _ = 1, tonumber(ARGV[4]) do
  local kind, n, bound = ARGV[arg], tonumber(ARGV[arg + 1]), tonumber(ARGV[arg + 2])
  local first = arg + 3
  local z = KEYS[key]
  key = key + 1
  if not isType(z, 'zset') then
    return {'BAD', 'not a sorted set: ' .. z}
  end

  if kind == 'B' then
    for i = first, first + 2 * n - 2, 2 do
      if not inRange(tonumber(ARGV[i])) then
        return {'BAD', 'not a number of 15 digits: ' .. ARGV[i]}
      end
    end
    writes[#writes + 1] = {'ZADD', z, ARGV, first, first + 2 * n - 1, true}
    arg = first + 2 * n

  elseif kind == 'S' then
    local members = {}
    for i = 1, n do
      members[i] = ARGV[first + 2 * i - 1]
    end
    local held = redis.call('ZMSCORE', z, unpack(members))
    local scores = {}
    for i = 1, n do
      local base = tonumber(held[i] or 0)
      local delta = tonumber(ARGV[first + 2 * i - 2])
      if not base or not delta or not bound then
        return {'BAD', 'not a number'}
      end
      -- Every sum on the way lies within base +- bound.
      if math.abs(base) + bound > MAX then
        return {'RANGE'}
      end
      scores[2 * i - 1] = string.format('%.0f', base + delta)
      scores[2 * i] = members[i]
    end
    writes[#writes + 1] = {'ZADD', z, scores, 1, 2 * n}
    arg = first + 2 * n

  elseif kind == 'E' then
    local members, sums = {}, {}
    for i = 1, n do
      local member = ARGV[first + 2 * i - 1]
      if sums[member] == nil then
        sums[member] = false
        members[#members + 1] = member
      end
    end
    local held = redis.call('ZMSCORE', z, unpack(members))
    for i, member in ipairs(members) do
      sums[member] = held[i] and tonumber(held[i])
    end
    for i = 1, n do
      local member = ARGV[first + 2 * i - 1]
      local delta = tonumber(ARGV[first + 2 * i - 2])
      if not inRange(delta) then
        return {'BAD', 'not a number of 15 digits: ' .. ARGV[first + 2 * i - 2]}
      end
      local sum = (sums[member] or 0) + delta
      if inRange(sum) then
        sums[member] = sum
      else
        leftOut = leftOut + 1
      end
    end
    local scores = {}
    for i, member in ipairs(members) do
      scores[2 * i - 1] = string.format('%.0f', sums[member])
      scores[2 * i] = member
    end
    writes[#writes + 1] = {'ZADD', z, scores, 1, #scores}
    arg = first + 2 * n

  elseif kind == 'L' then
    local t = KEYS[key]
    key = key + 1
    if not isType(t, 'hash') then
      return {'BAD', 'not a hash: ' .. t}
    end
    local members = {}
    for i = 1, n do
      members[i] = ARGV[first + 3 * i - 2]
    end
    local held = redis.call('HMGET', t, unpack(members))
    local scores, times = {}, {}
    for i = 1, n do
      local score, at = ARGV[first + 3 * i - 3], ARGV[first + 3 * i - 1]
      local time = tonumber(at)
      if not inRange(tonumber(score)) or not inRange(time) then
        return {'BAD', 'not a number of 15 digits: ' .. score .. ' at ' .. at}
      end
      if not held[i] or time >= tonumber(held[i]) then
        scores[#scores + 1] = score
        scores[#scores + 1] = members[i]
        times[#times + 1] = members[i]
        times[#times + 1] = at
      end
    end
    if #scores > 0 then
      writes[#writes + 1] = {'ZADD', z, scores, 1, #scores}
      writes[#writes + 1] = {'HSET', t, times, 1, #times}
    end
    arg = first + 3 * n

  else
    return {'BAD', 'unknown operation: ' .. tostring(kind)}
  end
end

for _, write in ipairs(writes) do
  if write[6] then
    redis.call(write[1], write[2], 'LT', unpack(write[3], write[4], write[5]))
  else
    redis.call(write[1], write[2], unpack(write[3], write[4], write[5]))
  end
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return {'OK', leftOut}
