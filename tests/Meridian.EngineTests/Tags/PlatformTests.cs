using Meridian.EngineTests.Store;

namespace Meridian.EngineTests.Tags;

/// <summary>A platform is held only if a source names it for the customer or gives its handle.</summary>
public sealed class PlatformTests : StoreTests
{
    [Theory]
    [OnEngines("crm", "id,phone\n1,+447400123456\n", "")]
    [OnEngines("crm", "id,email\n1,ann@example.com\n", "")]
    [OnEngines("whatsapp", "id,phone\n1,+447400123456\n", "whatsapp")]
    [OnEngines("whatsapp-uk", "id,phone\n1,+447400123456\n", "whatsapp")]
    [OnEngines("crm", "id,phone,platform\n1,+447400123456,WhatsApp\n", "whatsapp")]
    [OnEngines("crm", "id,phone,platform\n1,+447400123456,\"WhatsApp, Telegram\"\n", "telegram,whatsapp")]
    [OnEngines("crm", "id,phone,platform\n1,+447400123456,WhatsApp / Instagram / LINE\n", "instagram,line,whatsapp")]
    [OnEngines("crm", "id,phone,platform\n1,+447400123456,微信\n", "wechat")]
    [OnEngines("crm", "id,phone,platform\n1,+447400123456,Email\n", "")]
    [OnEngines("crm", "id,phone,platform\n1,+447400123456,SMS\n", "")]
    [OnEngines("crm", "id,telegram\n1,@ann_lee\n", "telegram")]
    [OnEngines("crm", "id,instagram,telegram\n1,https://instagram.com/ann.lee,@ann_lee\n", "instagram,telegram")]
    [OnEngines("crm", "id,whatsapp\n1,+447400123456\n", "whatsapp")]
    [OnEngines("whatsapp", "id,phone,telegram\n1,+447400123456,@ann_lee\n", "telegram,whatsapp")]
    public void The_platforms_of_a_row(Engine engine, string source, string csv, string platforms)
    {
        var store = Open(engine);
        store.Import(csv, source);
        Assert.Equal(platforms, store.Tag($"{source}/1", "platform"));
    }

    [Theory, OnEngines]
    public void A_profile_has_the_platforms_of_all_its_records(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,phone\n1,+447400123456\n", "whatsapp");
        store.Import("id,phone,telegram\n1,+447400123456,@ann_lee\n", "shop");
        Assert.Equal("telegram,whatsapp", store.Tag("shop/1", "platform"));
        Assert.Single(store.Profiles());
    }

    [Theory, OnEngines]
    public void A_handle_proves_more_than_a_statement(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,telegram\n1,@ann_lee\n");
        store.Import("id,phone,platform\n2,+447400123456,Telegram\n");
        Assert.Equal(("handle", "stated"), (store.Label("crm/1", "platform").Because, store.Label("crm/2", "platform").Because));
        Assert.True(store.Label("crm/1", "platform").Confidence > store.Label("crm/2", "platform").Confidence);
    }

    [Theory, OnEngines]
    public void The_same_handle_joins_and_a_whatsapp_number_is_a_phone(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,whatsapp,telegram\n1,+44 7400 123456,\n2,,t.me/Ann_Lee\n");
        store.Import("id,phone,telegram\n1,+447400123456,\n2,,@ann_lee\n", "shop");
        Assert.Equal("crm/1 shop/1 | crm/2 shop/2", store.Partition());
    }
}
