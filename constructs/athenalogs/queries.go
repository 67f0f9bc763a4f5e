package athenalogs

import "strings"

// query is a saved query of the workgroup, over the last week.
type query struct{ id, name, description, sql string }

// A route is a rule and the path without its query; where a request is malformed there is none.
const route = `matched_rule_priority AS rule,
       request_verb AS method,
       coalesce(regexp_extract(request_url, '^[^/]*//[^/]*(/[^?]*)', 1), '-') AS path`

const lastWeek = `day >= date_format(current_timestamp AT TIME ZONE 'UTC' - INTERVAL '7' DAY, '%Y/%m/%d')`

var queries = []query{
	{"ErrorReasons", "error reasons by route",
		"What failed in the last 7 days, by route, with the reason that the load balancer noted",
		`SELECT ` + route + `,
       elb_status_code AS status,
       error_reason,
       count(*) AS requests,
       max(time) AS last_seen
FROM {table}
WHERE ` + lastWeek + `
  AND (error_reason <> '-' OR elb_status_code >= 500)
GROUP BY 1, 2, 3, 4, 5
ORDER BY requests DESC
LIMIT 100`},

	{"SlowestRoutes", "slowest routes",
		"How long targets took in the last 7 days, by route, in milliseconds",
		`SELECT ` + route + `,
       count(*) AS requests,
       round(1000 * approx_percentile(target_processing_time, 0.5)) AS p50_ms,
       round(1000 * approx_percentile(target_processing_time, 0.9)) AS p90_ms,
       round(1000 * approx_percentile(target_processing_time, 0.99)) AS p99_ms,
       round(1000 * max(target_processing_time)) AS max_ms
FROM {table}
WHERE ` + lastWeek + `
  AND target_processing_time >= 0
GROUP BY 1, 2, 3
ORDER BY p99_ms DESC
LIMIT 100`},

	{"TopClients", "top clients",
		"Who sent most requests in the last 7 days, their 4xx and 5xx responses, and the bytes in both directions",
		`SELECT client_ip,
       count(*) AS requests,
       count_if(elb_status_code BETWEEN 400 AND 499) AS status_4xx,
       count_if(elb_status_code >= 500) AS status_5xx,
       sum(received_bytes) AS received_bytes,
       sum(sent_bytes) AS sent_bytes,
       arbitrary(user_agent) AS a_user_agent,
       max(time) AS last_seen
FROM {table}
WHERE ` + lastWeek + `
GROUP BY 1
ORDER BY requests DESC
LIMIT 100`},
}

// on is the query's text for a table.
func (q query) on(database, table string) string {
	return strings.ReplaceAll(q.sql, "{table}", `"`+database+`"."`+table+`"`)
}
