using System.Text;
using Meridian.EngineTests.Store;
using Meridian.Events;
using Meridian.Foundation.Governance;
using Meridian.Ingest.Reading;
using NodaTime;

namespace Meridian.EngineTests.Events;

/// <summary>Tables of orders, as shops export them.</summary>
public sealed class OrderFileTests : StoreTests
{
    private const string Taobao = """
        订单编号,买家昵称,收货人姓名,联系手机,订单状态,买家实际支付金额,宝贝标题,商家编码,购买数量,单价,订单创建时间
        ="3301001",小鱼,王芳,'13800138000,交易成功,¥258.00,真丝围巾,SK-1,1,158.00,2026-02-02 21:15:03
        ="3301001",小鱼,王芳,'13800138000,交易成功,¥258.00,羊毛手套,GL-2,2,50.00,2026-02-02 21:15:03
        ="3301002",大海,李雷,139 1234 5678,等待买家付款,99,帽子,H-1,1,99,2026-02-03 08:00:00
        ="3301003",云,张伟,+86 137 0000 1111,退款成功,120,鞋,S-9,1,120,2026-02-04 10:00:00
        ="3301004",无,无,12,交易成功,50,袜子,S-1,1,50,2026-02-05 10:00:00
        ="3301005",风,赵六,13600001111,交易成功,50,袜子,S-1,1,50,某天
        ="3301006",雨,钱七,13600002222,交易关闭,60,袜子,S-1,1,60,2026-02-06 10:00:00
        """;

    private const string Shopify = """
        Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing Country,Phone,Created at,Cancelled at,Refunded Amount
        #1001,ana@example.com,paid,2026-02-01 10:00:00 -0500,USD,30.00,5.00,0.00,35.00,1,Mug,10.00,M-1,Ana Lima,US,,2026-02-01 09:59:00 -0500,,0.00
        #1001,,,,,,,,,2,Cup,10.00,C-1,,,,,,
        #1002,bo@example.com,partially_refunded,2026-02-02 10:00:00 -0500,USD,30.00,5.00,0.00,35.00,1,Mug,30.00,M-1,Bo,US,+1 202-555-0143,2026-02-02 09:59:00 -0500,,12.00
        #1003,cy@example.com,voided,,USD,30.00,5.00,0.00,35.00,1,Mug,30.00,M-1,Cy,US,,2026-02-02 09:59:00 -0500,2026-02-03 09:59:00 -0500,0.00
        """;

    /// <summary>Old Windows encoding, Excel's wrappings, Chinese statuses: what was bought is bought, what was not is passed over, and each bad order says where it stands.</summary>
    [Theory, OnEngines]
    public void A_chinese_shops_export_becomes_orders_and_refunds(Engine engine)
    {
        var store = Open(engine);
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var file = store.ImportEvents(Encoding.GetEncoding("gb18030").GetBytes(Taobao), "taobao", "taobao.csv", country: "CN");
        Assert.Equal((7, 2, 2), (file.Counts.Rows, file.Counts.Refused, file.Counts.PassedOver));
        Assert.Equal(["Order Completed 258 2026-02-02 21:15 order:3301001", "Order Completed 120 2026-02-04 10:00 order:3301003", "Order Refunded 120 2026-02-04 10:00 refund:3301003"], store.Events());
        Assert.Equal(
            ["taobao.csv, line 6: order 3301004: no usable identifier: 联系手机 is too short for a phone number", "taobao.csv, line 7: order 3301005: 订单创建时间 '某天' is not a date"], store.Rejections());
        Assert.Equal(
            """{"order_id":"3301001","total":258,"currency":"CNY","products":[{"sku":"SK-1","name":"真丝围巾","quantity":1,"price":158},{"sku":"GL-2","name":"羊毛手套","quantity":2,"price":50}]}""",
            EventQueries.Last(store.Session, Scope.Whole, null, null, 10)[^1].Properties);
        Assert.Equal(["王芳", "张伟"], store.Profiles().Select(p => p.Name).OrderDescending(StringComparer.Ordinal));
        store.AssertConserved(5);
        store.AssertSound();
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void A_shops_lines_are_one_order_though_only_the_first_says_who_and_when(Engine engine)
    {
        var store = Open(engine);
        store.ImportEvents(Shopify, "shop");
        Assert.Equal(
            ["Order Completed 35 2026-02-01 14:59 order:#1001", "Order Completed 35 2026-02-02 14:59 order:#1002", "Order Refunded 12 2026-02-02 14:59 refund:#1002"], store.Events());
        Assert.Contains(""","sku":"C-1",""".Trim(','), EventQueries.Last(store.Session, Scope.Whole, null, null, 10)[^1].Properties!, StringComparison.Ordinal);
    }

    /// <summary>Also after a year: a file is imported again when somebody finds it again.</summary>
    [Theory, OnEngines]
    public void The_same_orders_again_change_nothing_at_any_time(Engine engine)
    {
        var store = Open(engine);
        store.ImportEvents(Shopify, "shop");
        var digest = store.DigestParts();
        store.ImportEvents(Shopify, "shop");
        store.Clock.Advance(Duration.FromDays(400));
        store.ImportEvents(Shopify, "shop", "again.csv");
        store.Restart();
        store.ImportEvents(Shopify, "shop", "and-again.csv");
        Assert.Equal(new MessageCounts(12, 3, 9, 0, 0), store.AssertConserved(12));
        Assert.Equal(3, EventQueries.Count(store.Session, Scope.Whole, null, null));
        Assert.Equal(digest.Split('\n').First(l => l.Contains("event", StringComparison.Ordinal)), store.DigestParts().Split('\n').First(l => l.Contains("event", StringComparison.Ordinal)));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    /// <summary>Shops export again when an order was given back: that is news, and the order itself is not.</summary>
    [Theory, OnEngines]
    public void A_later_export_adds_what_was_refunded_and_contradictions_say_where_they_stand(Engine engine)
    {
        var store = Open(engine);
        store.ImportEvents("Order ID,Order date,Total,Order status,Email\n1,2026-02-01,10,paid,a@example.com\n2,2026-02-01,20,paid,b@example.com\n", "shop");
        store.ImportEvents("Order ID,Order date,Total,Order status,Email\n1,2026-02-01,10,refunded,a@example.com\n2,2026-02-01,25,shipped,b@example.com\n", "shop", "march.csv");
        Assert.Equal(["Order Completed 10 2026-02-01 00:00 order:1", "Order Completed 20 2026-02-01 00:00 order:2", "Order Refunded 10 2026-02-01 00:00 refund:1"], store.Events());
        Assert.Equal(["march.csv, line 3: a message with this id said something else before; the first one counts"], store.Rejections());
    }

    [Theory, OnEngines]
    public void An_order_reaches_the_customer_that_the_list_of_customers_made(Engine engine)
    {
        var store = Open(engine);
        store.Import("Customer ID,Name,Mobile,Telegram\nC-7,Ana Lima,(11) 98765-4321,@ana_l\nC-8,Bo Berg,,@bo_berg\n", "shop", country: "BR");
        store.ImportEvents("Pedido;Data do pedido;Valor total;Celular\n1;13/02/2026;1.234,50;11 98765 4321\n", "orders", country: "BR");
        store.ImportEvents("Order ID,Order date,Total,Customer ID\n9,2026-02-14,5,C-8\n", "shop");
        store.ImportEvents("Order ID,Order date,Total,Telegram username\n10,2026-02-15,5,https://t.me/Ana_L\n", "bot");
        Assert.Equal(2, store.Profiles().Count);
        Assert.Equal(["Order Completed 1234.5 2026-02-13 00:00 order:1", "Order Completed 5 2026-02-14 00:00 order:9", "Order Completed 5 2026-02-15 00:00 order:10"], store.Events());
        Assert.Equal(2, EventQueries.Count(store.Session, Scope.Whole, null, [store.ProfileOf("shop/C-7").Id]));
        Assert.Equal(1, EventQueries.Count(store.Session, Scope.Whole, null, [store.ProfileOf("shop/C-8").Id]));
        // Another shop's customer 8 is another person.
        store.ImportEvents("Order ID,Order date,Total,Customer ID\n9,2026-02-14,5,C-8\n", "other shop");
        Assert.Equal(3, store.Profiles().Count);
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void Lines_of_an_order_may_stand_apart_and_have_totals_of_their_own(Engine engine)
    {
        var store = Open(engine);
        store.ImportEvents("""
            InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
            536365,85123A,HOLDER,6,02/01/2026 08:26,2.55,17850.0,United Kingdom
            536366,22633,WARMER,6,02/01/2026 08:28,1.85,17851.0,United Kingdom
            536365,71053,LANTERN,6,02/13/2026 08:26,3.39,17850.0,United Kingdom
            C536379,D,Discount,-1,02/01/2026 09:41,27.50,17850.0,United Kingdom
            """, "till");
        Assert.Equal(["Order Completed 11.1 2026-02-01 08:28 order:536366", "Order Completed 35.64 2026-02-01 08:26 order:536365", "Order Refunded 27.5 2026-02-01 09:41 refund:C536379"], store.Events().Order(StringComparer.Ordinal));
        store.ImportEvents("order no\tdate\ttotal\tsku\tphone\n7\t2026-02-01\t10\tA\t+12025550143\n7\t2026-02-01\t4\tB\t+12025550143\n", "shop", "lines.tsv");
        Assert.Contains("Order Completed 14 2026-02-01 00:00 order:7", store.Events());
    }

    [Theory, OnEngines]
    public void Times_that_cannot_be_and_rows_that_are_broken_cost_their_row_alone(Engine engine)
    {
        var store = Open(engine);
        store.ImportEvents("Order ID,Order date,Total,Email\n1,1900-01-01,1,a@example.com\n2,2027-01-01,1,a@example.com\n3,,1,a@example.com\n4,2026-02-01,much,a@example.com\n5,2026-02-01,1,a@example.com,x,y\n6,2026-02-01,1,a@example.com\n", "shop");
        Assert.Equal(["Order Completed 1 2026-02-01 00:00 order:6", "Order Completed 2026-02-01 00:00 order:4"], store.Events().Order(StringComparer.Ordinal));
        Assert.Equal(4, store.Rejections().Count);
        Assert.Equal(
            ["orders.csv, line 2: order 1: Order date '1900-01-01' is too long ago", "orders.csv, line 3: order 2: Order date '2027-01-01' is in the future", "orders.csv, line 4: order 3: the row does not say when"],
            store.Rejections().Take(3));
        Assert.StartsWith("orders.csv, line 6: ", store.Rejections()[3], StringComparison.Ordinal);
        store.AssertConserved(6);
    }

    [Theory]
    [OnEngines("Name,Phone,Total spent,Last order date\nAna,+12025550143,5,2026-01-01\n", "meridian import")]
    [OnEngines("Order ID,Total,Email\n1,2,a@example.com\n", "no column says when")]
    [OnEngines("Order ID,Order date,Total\n1,2026-01-01,2\n", "no column says who the customer is")]
    public void What_is_no_table_of_orders_is_refused_in_one_sentence_that_says_what_to_do(Engine engine, string text, string says)
    {
        var store = Open(engine);
        Assert.Contains(says, Assert.ThrowsAny<UnreadableFileException>(() => store.ImportEvents(text, "shop")).Message, StringComparison.Ordinal);
        store.AssertConserved(0);
    }

    [Theory, OnEngines]
    public void A_mapping_names_the_columns_that_are_not_known(Engine engine)
    {
        var store = Open(engine);
        store.ImportEvents("Vorgang,Wann,Wieviel,Wer\n1,02.03.2026,10,+12025550143\n", "shop", mapping: """{"columns":{"Vorgang":"order_id","Wann":"ordered_at","Wieviel":"total","Wer":"phone"},"date_order":"mdy"}""");
        Assert.Equal(["Order Completed 10 2026-02-03 00:00 order:1"], store.Events());
    }

    [Theory, OnEngines]
    public void An_order_that_is_longer_than_a_message_is_kept_without_its_products(Engine engine)
    {
        var store = Open(engine);
        var lines = string.Concat(Enumerable.Range(0, 400).Select(i => $"1,2026-02-01,4000,a@example.com,{new string('x', 100)}{i},10\n"));
        var file = store.ImportEvents("Order ID,Order date,Total,Email,Product,Price\n" + lines + $"2,2026-02-01,5,a@example.com,{new string('y', 40_000)},5\n", "shop");
        Assert.Equal(["Order Completed 4000 2026-02-01 00:00 order:1", "Order Completed 5 2026-02-01 00:00 order:2"], store.Events());
        Assert.Equal(1, file.Counts.LeftOut);
    }
}
