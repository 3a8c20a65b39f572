import Foundation
import MarketData

/// Answers in the shapes that each exchange documents.
extension SimulatedExchange {
    package func binance(_ request: TestServer.Request) -> ServerReply {
        guard request.path == "/api/v3/klines", let interval = interval(request.query["interval"]),
            let market = request.query["symbol"], markets[market] != nil
        else { return reply(#"{"code":-1121,"msg":"Invalid symbol."}"#, status: 400) }
        let first = (number(request.query["startTime"]) + 999) / 1000
        let end = number(request.query["endTime"]) / 1000 + 1
        let limit = Int(number(request.query["limit"]))
        let rows = starts(market, first..<max(first, end), interval).prefix(limit).map { start in
            let text = texts(market, start)
            return """
                [\(start * 1000),"\(text[0])","\(text[1])","\(text[2])","\(text[3])","\(text[4])",\
                \((start + interval) * 1000 - 1),"148976.11427815",308,"1756.87402397",\
                "28.46694368","0"]
                """
        }
        var reply = reply("[" + rows.joined(separator: ",") + "]")
        reply.headers["X-MBX-USED-WEIGHT-1M"] = "12"
        return reply
    }

    package func kraken(_ request: TestServer.Request) -> ServerReply {
        let minutes = number(request.query["interval"])
        guard request.path == "/0/public/OHLC", minutes > 0, let market = request.query["pair"],
            markets[market] != nil
        else { return reply(#"{"error":["EQuery:Unknown asset pair"]}"#) }
        let since = number(request.query["since"])
        let all = starts(market, 0..<now + 1, minutes * 60).suffix(720)
        let rows = all.filter { $0 > since || $0 == all.last }.map { start in
            let text = texts(market, start)
            return """
                [\(start),"\(text[0])","\(text[1])","\(text[2])","\(text[3])","\(text[3])",\
                "\(text[4])",23]
                """
        }
        return reply(
            #"{"error":[],"result":{"X\#(market)":[\#(rows.joined(separator: ","))],"last":\#(now)}}"#
        )
    }

    package func coinbase(_ request: TestServer.Request) -> ServerReply {
        let parts = request.path.split(separator: "/")
        let seconds = number(request.query["granularity"])
        guard parts.count == 3, parts[0] == "products", parts[2] == "candles",
            markets[String(parts[1])] != nil
        else { return reply(#"{"message":"NotFound"}"#, status: 404) }
        let market = String(parts[1])
        guard let first = request.query["start"].flatMap(UTCTime.parse),
            let last = request.query["end"].flatMap(UTCTime.parse), (last - first) / seconds < 300
        else {
            return reply(
                #"{"message":"granularity too small for the requested time range"}"#,
                status: 400
            )
        }
        // As documented, a bar may precede the range.
        var all = starts(market, first..<max(first, last + 1), seconds)
        if let before = starts(market, first - seconds..<first, seconds).last, !all.isEmpty {
            all.insert(before, at: 0)
        }
        let rows = all.reversed().map { start in
            let text = texts(market, start)
            return "[\(start),\(text[2]),\(text[1]),\(text[0]),\(text[3]),\(text[4])]"
        }
        return reply("[" + rows.joined(separator: ",") + "]")
    }

    package func stooq(_ request: TestServer.Request) -> ServerReply {
        let day: Int64 = 86_400
        guard request.path == "/q/d/l/", request.query["i"] == "d",
            let market = request.query["s"],
            let first = request.query["d1"].flatMap(UTCTime.parse),
            let last = request.query["d2"].flatMap(UTCTime.parse)
        else { return reply("No data") }
        let rows = starts(market, first..<max(first, last + day), day).map { start in
            "\(UTCTime.format(start)),\(texts(market, start).joined(separator: ","))\r\n"
        }
        if rows.isEmpty { return reply("No data") }
        return reply("Date,Open,High,Low,Close,Volume\r\n" + rows.joined())
    }

    /// Adjusted closes are half of the others.
    package func yahoo(_ request: TestServer.Request) -> ServerReply {
        let day: Int64 = 86_400
        let market = String(request.path.split(separator: "/").last ?? "").removingPercentEncoding
        guard request.path.hasPrefix("/v7/finance/download/"), let market, markets[market] != nil
        else { return reply("404 Not Found: No data found, symbol may be delisted", status: 404) }
        let first = number(request.query["period1"])
        let end = number(request.query["period2"])
        var rows = starts(market, first..<max(first, end), day).map { start in
            let text = texts(market, start)
            let half = Double(Self.cents(market, start)[3]) / 200
            return
                "\(UTCTime.format(start)),\(text[..<4].joined(separator: ",")),\(half),\(text[4])"
        }
        if rows.isEmpty {
            return reply(
                "400 Bad Request: Data doesn't exist for startDate = \(first)",
                status: 400
            )
        }
        for missing in quiet.sorted() where (first..<end).contains(missing) {
            rows.append("\(UTCTime.format(missing)),null,null,null,null,null,null")
        }
        return reply(
            "Date,Open,High,Low,Close,Adj Close,Volume\n" + rows.sorted().joined(separator: "\n")
        )
    }

    private func number(_ text: String?) -> Int64 { text.flatMap { Int64($0) } ?? -1 }

    private func interval(_ text: String?) -> Int64? { text.flatMap { BarInterval($0)?.seconds } }
}
