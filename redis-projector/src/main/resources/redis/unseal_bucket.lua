-- Has a bucket be applied to again, because what was about to replace its generation never will, or
-- not soon.
--
-- KEYS[1]  hash    state of the bucket
-- ARGV[1]  text    the seal, which lb:generation does not name any more
--
-- Returns 1, or 0 when another one has sealed it, or none.

if redis.call('HGET', KEYS[1], 'sealed') ~= ARGV[1] then
  return 0
end
return redis.call('HDEL', KEYS[1], 'sealed')
