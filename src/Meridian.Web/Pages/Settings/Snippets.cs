namespace Meridian.Web.Pages.Settings;

/// <summary>Ready lines for clients that send events, with the server's address and a key in them.</summary>
internal static class Snippets
{
    public static IReadOnlyList<string> Clients { get; } = ["curl", "segment", "rudderstack", "node", "python"];

    /// <param name="client">Of <see cref="Clients"/>.</param>
    /// <param name="url">The server's, without a slash at its end.</param>
    /// <param name="key">A write key: it may stand in pages, because it may do no more than send.</param>
    public static string Of(string client, string url, string key) => client switch
    {
        "segment" => $$"""
            // npm install @segment/analytics-next
            import { AnalyticsBrowser } from '@segment/analytics-next'

            const analytics = AnalyticsBrowser.load(
              { writeKey: '{{key}}', cdnSettings: { integrations: { 'Segment.io': { apiKey: '{{key}}', apiHost: '{{Host(url)}}/v1', protocol: '{{Scheme(url)}}' } } } }
            )
            analytics.identify('42', { email: 'mei@example.com', country: 'SG' })
            analytics.track('Order Completed', { order_id: 'A-1', total: 12.5, currency: 'SGD' })
            """,
        "rudderstack" => $$"""
            // npm install @rudderstack/rudder-sdk-node
            const RudderAnalytics = require('@rudderstack/rudder-sdk-node')

            const client = new RudderAnalytics('{{key}}', { dataPlaneUrl: '{{url}}' })
            client.identify({ userId: '42', traits: { email: 'mei@example.com', country: 'SG' } })
            client.track({ userId: '42', event: 'Order Completed', properties: { order_id: 'A-1', total: 12.5, currency: 'SGD' } })
            client.flush()
            """,
        "node" => $$"""
            // npm install @segment/analytics-node
            import { Analytics } from '@segment/analytics-node'

            const analytics = new Analytics({ writeKey: '{{key}}', host: '{{url}}' })
            analytics.identify({ userId: '42', traits: { email: 'mei@example.com', country: 'SG' } })
            analytics.track({ userId: '42', event: 'Order Completed', properties: { order_id: 'A-1', total: 12.5, currency: 'SGD' } })
            await analytics.closeAndFlush()
            """,
        "python" => $$"""
            # pip install segment-analytics-python
            import segment.analytics as analytics

            analytics.write_key = '{{key}}'
            analytics.host = '{{url}}'
            analytics.identify('42', {'email': 'mei@example.com', 'country': 'SG'})
            analytics.track('42', 'Order Completed', {'order_id': 'A-1', 'total': 12.5, 'currency': 'SGD'})
            analytics.flush()
            """,
        _ => $$$"""
            curl -u {{{key}}}: {{{url}}}/v1/batch -d '{"batch":[
              {"type":"identify","userId":"42","traits":{"email":"mei@example.com","country":"SG"}},
              {"type":"track","userId":"42","event":"Order Completed","properties":{"order_id":"A-1","total":12.5,"currency":"SGD"}}]}'
            """,
    };

    private static string Host(string url) => url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];

    private static string Scheme(string url) => url[..url.IndexOf("://", StringComparison.Ordinal)];
}
