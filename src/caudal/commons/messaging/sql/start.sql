-- :ids (uuid[]) are on their way from :at through :provider: one attempt more each.
update messages set status = 'sending', attempts = attempts + 1, claimed_at = :at, provider = :provider,
  provider_id = null, cause = null, rule = null, provider_code = null
where id = any(cast(:ids as uuid[]))
