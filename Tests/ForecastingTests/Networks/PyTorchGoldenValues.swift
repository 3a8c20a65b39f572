// Printed by Benchmarks/ForecastPeers/torch_golden.py with PyTorch 2.13.0+cpu.
extension PyTorchGoldenTests {
    static let nlinear = Golden(
        "nlinear",
        outputs: [
            -0.1054281932, -1.77037305, -0.1497516587, 0.1852237719, -1.824940833, -0.001949244791,
            -1.452619774, -1.248589766,
        ],
        losses: [0.888079015, 0.8770220576, 0.866087207, 0.8552764578, 0.8445916018, 0.8340341866],
        parameters: [
            Parameter(
                "linear.weights",
                Summary(0.5154783601, 1.334314791),
                Summary(-0.008226002819, 0.04677100827)
            ),
            Parameter(
                "linear.bias",
                Summary(-0.1360694131, 0.4906680191),
                Summary(0.003264737322, 0.01410625674)
            ),
        ]
    )
    static let dlinear = Golden(
        "dlinear",
        outputs: [
            0.9085918733, -0.6225839081, 0.2247384791, -0.3731535681, -0.3686435327, 0.7143806139,
            -0.7679882375, -0.2873130316,
        ],
        losses: [
            0.6736761552, 0.6655781922, 0.6575468247, 0.6495831181, 0.6416880008, 0.6338623173,
        ],
        parameters: [
            Parameter(
                "remainder.weights",
                Summary(0.3929222557, 0.5377828475),
                Summary(-0.01200827451, 0.04871077947)
            ),
            Parameter(
                "remainder.bias",
                Summary(-0.3319246725, 0.4190431214),
                Summary(0.0103839642, 0.01412701628)
            ),
            Parameter(
                "trend.weights",
                Summary(-0.09637675466, 0.2775953019),
                Summary(0.01554449035, 0.04891059744)
            ),
            Parameter(
                "trend.bias",
                Summary(-0.3319246725, 0.4190431214),
                Summary(0.0103839642, 0.01412701628)
            ),
        ]
    )
    static let rlinear = Golden(
        "rlinear",
        outputs: [
            0.4855958073, -0.7918892592, 0.1985030065, 0.6793284696, -0.5553367666, 0.2493861177,
            -0.4257850431, -0.4639445808,
        ],
        losses: [0.4679973137, 0.4637467844, 0.45952555, 0.4553341061, 0.4511729214, 0.4470424339],
        parameters: [
            Parameter(
                "normalization.gain",
                Summary(0.01674966932, 0.03975254852),
                Summary(-0.002103822299, 0.004993071591)
            ),
            Parameter(
                "normalization.offset",
                Summary(0.009320442513, 0.0221205169),
                Summary(-0.002098362532, 0.004980113742)
            ),
            Parameter(
                "linear.weights",
                Summary(0.2015856596, 0.4758634168),
                Summary(-0.004795165697, 0.04893552076)
            ),
            Parameter(
                "linear.bias",
                Summary(-0.09109842509, 0.1592798573),
                Summary(0.006736216224, 0.01412190842)
            ),
        ]
    )
    static let mlp = Golden(
        "mlp",
        outputs: [
            -0.01735325151, 0.1104966749, -0.2276854613, 0.06054756692, 0.06198232895,
            -0.1497846428, 0.1384483854, 0.1398831474,
        ],
        losses: [
            0.3108111669, 0.3097665363, 0.3087301444, 0.3077019486, 0.306681681, 0.3056771744,
        ],
        parameters: [
            Parameter(
                "hidden1.weights",
                Summary(-0.00453181301, 0.01981706168),
                Summary(3.595354815e-05, 0.03435058379)
            ),
            Parameter(
                "hidden1.bias",
                Summary(0.001235070119, 0.003938329059),
                Summary(-0.004437716762, 0.01000286175)
            ),
            Parameter(
                "hidden2.weights",
                Summary(0.004785549532, 0.02377224642),
                Summary(0.002447510044, 0.01735109656)
            ),
            Parameter(
                "hidden2.bias",
                Summary(0.004719022168, 0.04447790204),
                Summary(-0.00171922453, 0.009932775265)
            ),
            Parameter(
                "output.weights",
                Summary(-0.00699780476, 0.05359540168),
                Summary(0.002940679401, 0.02761279081)
            ),
            Parameter(
                "output.bias",
                Summary(-0.08151366899, 0.2143473446),
                Summary(0.003482184668, 0.01413624047)
            ),
        ]
    )
    static let tide = Golden(
        "tide",
        outputs: [
            1.674155062, -0.132754782, 0.3268937689, 0.148623135, -0.2135743405, 0.5801148483,
            0.03415096215, 0.1836711572,
        ],
        losses: [1.05953659, 1.020192735, 0.9821768395, 0.9452892478, 0.9096164087, 0.8771101972],
        parameters: [
            Parameter(
                "encoder1.hidden.weights",
                Summary(0.02518648348, 0.2779533895),
                Summary(-0.005871538342, 0.03451260468)
            ),
            Parameter(
                "encoder1.hidden.bias",
                Summary(0.05397474188, 0.1127479285),
                Summary(-0.00282687469, 0.009813951305)
            ),
            Parameter(
                "encoder1.output.weights",
                Summary(0.1225933841, 0.2698619728),
                Summary(-0.01996243039, 0.02668234182)
            ),
            Parameter(
                "encoder1.output.bias",
                Summary(0.1036150425, 0.4314085608),
                Summary(-0.003634000915, 0.01107687097)
            ),
            Parameter(
                "encoder1.skip.weights",
                Summary(-0.3211615397, 0.9372908964),
                Summary(0.01511239027, 0.04038179826)
            ),
            Parameter(
                "encoder1.skip.bias",
                Summary(0.1036150425, 0.4314085608),
                Summary(-0.003634000915, 0.01107687097)
            ),
            Parameter(
                "encoder1.norm.gain",
                Summary(-0.006539956058, 0.07371060209),
                Summary(0.0003652395763, 0.01038789401)
            ),
            Parameter(
                "encoder1.norm.offset",
                Summary(0.01578849004, 0.1446033235),
                Summary(0.002006226005, 0.01099619245)
            ),
            Parameter(
                "decoder1.hidden.weights",
                Summary(-0.05165560132, 0.2431679103),
                Summary(0.00771769437, 0.02847992669)
            ),
            Parameter(
                "decoder1.hidden.bias",
                Summary(0.03014659802, 0.1198988227),
                Summary(-0.003368048013, 0.01140335943)
            ),
            Parameter(
                "decoder1.output.weights",
                Summary(0.1225511338, 0.2817260851),
                Summary(-0.0125254334, 0.05840481937)
            ),
            Parameter(
                "decoder1.output.bias",
                Summary(0.1271763903, 0.4989045467),
                Summary(-0.002019569173, 0.02414041826)
            ),
            Parameter(
                "decoder1.skip.weights",
                Summary(0.09214850131, 0.9226244781),
                Summary(-0.02669066907, 0.0579554532)
            ),
            Parameter(
                "decoder1.skip.bias",
                Summary(0.1271763903, 0.4989045467),
                Summary(-0.002019569173, 0.02414041826)
            ),
            Parameter(
                "decoder1.norm.gain",
                Summary(-0.04070513435, 0.1735727057),
                Summary(0.006023945563, 0.02393888492)
            ),
            Parameter(
                "decoder1.norm.offset",
                Summary(0.07159133122, 0.2715280369),
                Summary(-0.001125949018, 0.0243945154)
            ),
            Parameter(
                "temporal.hidden.weights",
                Summary(-0.006354566238, 0.3435227828),
                Summary(0.000837891659, 0.01823649075)
            ),
            Parameter(
                "temporal.hidden.bias",
                Summary(-0.03399971741, 0.2773455044),
                Summary(0.002093141484, 0.01115367147)
            ),
            Parameter(
                "temporal.output.weights",
                Summary(-0.05087465733, 0.6978959489),
                Summary(0.0007580366015, 0.01115425297)
            ),
            Parameter(
                "temporal.output.bias",
                Summary(-0.5935357074, 1.408658079),
                Summary(0.00210189443, 0.004988496113)
            ),
            Parameter(
                "temporal.skip.weights",
                Summary(0.2162260764, 0.5140691979),
                Summary(-0.004029095071, 0.008439649435)
            ),
            Parameter(
                "temporal.skip.bias",
                Summary(-0.5935357074, 1.408658079),
                Summary(0.00210189443, 0.004988496113)
            ),
            Parameter(
                "skip.weights",
                Summary(0.1534983803, 0.7582121698),
                Summary(-0.01361177653, 0.04840822836)
            ),
            Parameter(
                "skip.bias",
                Summary(-0.2857001593, 0.5740093175),
                Summary(0.003491758058, 0.01410214434)
            ),
        ]
    )
    static let nHits = Golden(
        "n-hits",
        outputs: [
            0.5115293298, 0.4891122358, 0.04742975251, 0.02413478287, 0.2671190748, -0.0946467893,
            -0.219309004, -0.5801969926,
        ],
        losses: [
            0.4817572297, 0.4773472025, 0.4730081669, 0.4687698642, 0.4645609423, 0.4604403017,
        ],
        parameters: [
            Parameter(
                "block1.hidden1.weights",
                Summary(-0.0005242001299, 0.03458626442),
                Summary(0.009835514274, 0.02962223708)
            ),
            Parameter(
                "block1.hidden1.bias",
                Summary(0.009092313509, 0.02546279686),
                Summary(-0.006530640518, 0.01211627914)
            ),
            Parameter(
                "block1.hidden2.weights",
                Summary(-0.01037971237, 0.02025637435),
                Summary(0.006655802469, 0.02048726988)
            ),
            Parameter(
                "block1.hidden2.bias",
                Summary(0.01081341497, 0.07963553359),
                Summary(-0.004580495882, 0.009953993887)
            ),
            Parameter(
                "block1.output.weights",
                Summary(-0.001900722557, 0.07574166314),
                Summary(0.007135494943, 0.03663597633)
            ),
            Parameter(
                "block1.output.bias",
                Summary(-0.1237557995, 0.5694540057),
                Summary(0.006162974627, 0.0183256065)
            ),
            Parameter(
                "block2.hidden1.weights",
                Summary(-0.01853325656, 0.03924976156),
                Summary(0.01548430747, 0.02444676193)
            ),
            Parameter(
                "block2.hidden1.bias",
                Summary(0.005504173975, 0.02669302178),
                Summary(-0.003257920307, 0.009895252527)
            ),
            Parameter(
                "block2.hidden2.weights",
                Summary(0.00384670985, 0.03546534785),
                Summary(-0.004924942066, 0.01804086145)
            ),
            Parameter(
                "block2.hidden2.bias",
                Summary(0.03201030322, 0.08337791876),
                Summary(-0.004586950322, 0.009943968519)
            ),
            Parameter(
                "block2.output.weights",
                Summary(0.0141666364, 0.07155036235),
                Summary(-0.005773987573, 0.03912388852)
            ),
            Parameter(
                "block2.output.bias",
                Summary(-0.01778400736, 0.4587567053),
                Summary(0.008296027555, 0.01968738665)
            ),
            Parameter(
                "block3.hidden1.weights",
                Summary(-0.006931515262, 0.0609332693),
                Summary(0.01139062555, 0.03649017338)
            ),
            Parameter(
                "block3.hidden1.bias",
                Summary(-0.007247910352, 0.02926603225),
                Summary(0.004787686582, 0.00989599879)
            ),
            Parameter(
                "block3.hidden2.weights",
                Summary(0.01280804147, 0.02933857446),
                Summary(-0.006781502552, 0.01652560252)
            ),
            Parameter(
                "block3.hidden2.bias",
                Summary(0.007992621303, 0.0597068227),
                Summary(0.00030225761, 0.007995744133)
            ),
            Parameter(
                "block3.output.weights",
                Summary(0.01612869559, 0.07805476908),
                Summary(-0.003096035369, 0.02427877968)
            ),
            Parameter(
                "block3.output.bias",
                Summary(-0.1142325009, 0.3598178586),
                Summary(0.002419278688, 0.01401805491)
            ),
        ]
    )
    static let nBeats = Golden(
        "n-beats",
        outputs: [
            0.5513490653, -0.2822919473, -0.01128073689, -0.3632854772, -0.0739105391, 0.1971006713,
            -0.154904069, -0.3655291309,
        ],
        losses: [
            0.4531385021, 0.4495904997, 0.4460944791, 0.4426695185, 0.439300607, 0.4359584471,
        ],
        parameters: [
            Parameter(
                "block1.hidden1.weights",
                Summary(-4.711334146e-05, 0.001917269719),
                Summary(0.01349906395, 0.03853309418)
            ),
            Parameter(
                "block1.hidden1.bias",
                Summary(-1.38254109e-05, 0.0009107563424),
                Summary(7.048732589e-05, 0.01112832995)
            ),
            Parameter(
                "block1.hidden2.weights",
                Summary(0.0006848923823, 0.001032984488),
                Summary(-0.01219348089, 0.01922671038)
            ),
            Parameter(
                "block1.hidden2.bias",
                Summary(-0.0003748590012, 0.002400564864),
                Summary(0.002853847637, 0.00995671237)
            ),
            Parameter(
                "block1.hidden3.weights",
                Summary(6.907025034e-05, 0.0008638974386),
                Summary(0.00106643218, 0.01406816663)
            ),
            Parameter(
                "block1.hidden3.bias",
                Summary(-0.001314029732, 0.007360272065),
                Summary(0.001064628894, 0.007060416927)
            ),
            Parameter(
                "block1.hidden4.weights",
                Summary(0.001325844298, 0.008659803908),
                Summary(9.62971145e-06, 0.009971703982)
            ),
            Parameter(
                "block1.hidden4.bias",
                Summary(0.006165972477, 0.05766370697),
                Summary(-0.0006716083144, 0.007035934359)
            ),
            Parameter(
                "block1.output.weights",
                Summary(-0.01347969281, 0.05669617753),
                Summary(0.0003916407016, 0.03081905085)
            ),
            Parameter(
                "block1.output.bias",
                Summary(-0.118924577, 0.3407225919),
                Summary(0.0126872534, 0.02187049222)
            ),
            Parameter(
                "block2.hidden1.weights",
                Summary(-8.847657771e-05, 0.001954805889),
                Summary(-0.0009106987638, 0.03732335045)
            ),
            Parameter(
                "block2.hidden1.bias",
                Summary(-9.214521796e-06, 0.001155345372),
                Summary(0.001844868626, 0.01071754196)
            ),
            Parameter(
                "block2.hidden2.weights",
                Summary(0.0005699518931, 0.0009707265875),
                Summary(-0.009462056985, 0.02013673394)
            ),
            Parameter(
                "block2.hidden2.bias",
                Summary(-0.0002674361004, 0.002449859789),
                Summary(0.002869855241, 0.009946665546)
            ),
            Parameter(
                "block2.hidden3.weights",
                Summary(0.0001053272481, 0.0011043057),
                Summary(0.004072414019, 0.015017375)
            ),
            Parameter(
                "block2.hidden3.bias",
                Summary(-0.001475304366, 0.007443970686),
                Summary(0.002718922195, 0.008069211622)
            ),
            Parameter(
                "block2.hidden4.weights",
                Summary(0.001864484433, 0.01038567894),
                Summary(0.0005233944227, 0.01121324007)
            ),
            Parameter(
                "block2.hidden4.bias",
                Summary(0.006628291989, 0.06204812976),
                Summary(-0.0006717042615, 0.007041015205)
            ),
            Parameter(
                "block2.output.weights",
                Summary(-0.01593342191, 0.06007851611),
                Summary(5.621824474e-05, 0.0306573861)
            ),
            Parameter(
                "block2.output.bias",
                Summary(-0.1184703549, 0.3407195041),
                Summary(0.01275115673, 0.02183125816)
            ),
            Parameter(
                "block3.hidden1.weights",
                Summary(-0.000665618916, 0.01052885663),
                Summary(-0.0002102835197, 0.03667294515)
            ),
            Parameter(
                "block3.hidden1.bias",
                Summary(-0.0009265228681, 0.003833901886),
                Summary(0.001747940822, 0.01073884057)
            ),
            Parameter(
                "block3.hidden2.weights",
                Summary(-0.003820273731, 0.009848870317),
                Summary(0.001026777914, 0.01826029764)
            ),
            Parameter(
                "block3.hidden2.bias",
                Summary(-0.0009724758855, 0.02191467734),
                Summary(0.0004588643721, 0.009924419502)
            ),
            Parameter(
                "block3.hidden3.weights",
                Summary(-0.00388262281, 0.01315598408),
                Summary(0.0006143245594, 0.01624932712)
            ),
            Parameter(
                "block3.hidden3.bias",
                Summary(0.01009846186, 0.05499941655),
                Summary(-0.001036870383, 0.008654333025)
            ),
            Parameter(
                "block3.hidden4.weights",
                Summary(0.006306340839, 0.02621068626),
                Summary(-0.0006649307377, 0.01223968871)
            ),
            Parameter(
                "block3.hidden4.bias",
                Summary(0.02429641115, 0.1592728443),
                Summary(-0.0006739748888, 0.007053323786)
            ),
            Parameter(
                "block3.output.weights",
                Summary(-0.006213917731, 0.06127744823),
                Summary(0.004498116928, 0.01990750084)
            ),
            Parameter(
                "block3.output.bias",
                Summary(-0.22255612, 0.3407141991),
                Summary(0.006359940144, 0.01408317226)
            ),
        ]
    )
    static let tsmixer = Golden(
        "tsmixer",
        outputs: [
            -0.6653397764, 0.1305605826, -0.003156803482, -0.477906144, 0.4946104779,
            0.009978009084, 0.4395529882, 0.6804584464, -0.4640294005, 0.7544578644, -0.1326124106,
            -0.412095298, 0.9528187984, -0.1791570184, -0.2453874535, 0.1739211575, -0.4256879601,
            -0.1558212472, -0.4712567099, -0.07254137544, 0.2923664011, -0.3956552762, 0.4245234652,
            0.9686776662,
        ],
        losses: [
            0.5561577876, 0.5424289249, 0.5292579455, 0.5166333363, 0.5044808054, 0.4928182901,
        ],
        parameters: [
            Parameter(
                "block1.time.norm.gain",
                Summary(0.008215892708, 0.04282388409),
                Summary(-0.01315208317, 0.0290986342)
            ),
            Parameter(
                "block1.time.norm.offset",
                Summary(-0.004010846679, 0.0381377639),
                Summary(0.01399441275, 0.02699626068)
            ),
            Parameter(
                "block1.time.weights",
                Summary(-0.009832887008, 0.2984863074),
                Summary(0.003160940758, 0.05813360602)
            ),
            Parameter(
                "block1.time.bias",
                Summary(0.05118098276, 0.08379782475),
                Summary(-0.007157237346, 0.01675242837)
            ),
            Parameter(
                "block1.channels.norm.gain",
                Summary(-0.01027860381, 0.02029423864),
                Summary(0.01231539193, 0.02927458061)
            ),
            Parameter(
                "block1.channels.norm.offset",
                Summary(-0.002460716077, 0.02072775622),
                Summary(0.009680949596, 0.02949220259)
            ),
            Parameter(
                "block1.channels.hidden.weights",
                Summary(-0.04674108778, 0.1266905096),
                Summary(0.004907365424, 0.01924014102)
            ),
            Parameter(
                "block1.channels.hidden.bias",
                Summary(0.01005886687, 0.06786238158),
                Summary(-0.002093026385, 0.01113278741)
            ),
            Parameter(
                "block1.channels.output.weights",
                Summary(0.07791485044, 0.1354184633),
                Summary(-0.01192844308, 0.01930064438)
            ),
            Parameter(
                "block1.channels.output.bias",
                Summary(-0.01653777595, 0.06440283694),
                Summary(0.002365553757, 0.008628548436)
            ),
            Parameter(
                "block2.time.norm.gain",
                Summary(0.003159263475, 0.04103554449),
                Summary(0.005220661719, 0.02891780618)
            ),
            Parameter(
                "block2.time.norm.offset",
                Summary(0.01316129263, 0.02723154137),
                Summary(-0.01108240648, 0.02778361033)
            ),
            Parameter(
                "block2.time.weights",
                Summary(-0.04177053416, 0.2697149407),
                Summary(0.01091449036, 0.05795840431)
            ),
            Parameter(
                "block2.time.bias",
                Summary(0.01678562553, 0.07209009481),
                Summary(-0.002038481624, 0.01619451789)
            ),
            Parameter(
                "block2.channels.norm.gain",
                Summary(-0.01222461191, 0.01858904649),
                Summary(0.009931053468, 0.02933424199)
            ),
            Parameter(
                "block2.channels.norm.offset",
                Summary(-0.001891718859, 0.01968663831),
                Summary(-0.0001458589123, 0.02984077721)
            ),
            Parameter(
                "block2.channels.hidden.weights",
                Summary(-0.03720430759, 0.1161386891),
                Summary(0.004993790636, 0.01925066561)
            ),
            Parameter(
                "block2.channels.hidden.bias",
                Summary(0.008470409889, 0.06675539753),
                Summary(-0.002097397928, 0.01115134457)
            ),
            Parameter(
                "block2.channels.output.weights",
                Summary(0.05400716936, 0.09307990534),
                Summary(-0.01215029961, 0.01932462192)
            ),
            Parameter(
                "block2.channels.output.bias",
                Summary(0.002198283714, 0.07326943191),
                Summary(0.002379249532, 0.008634034677)
            ),
            Parameter(
                "output.weights",
                Summary(-0.04801543983, 0.640909266),
                Summary(-0.008861779398, 0.04843353344)
            ),
            Parameter(
                "output.bias",
                Summary(0.02829218289, 0.139423771),
                Summary(-0.007456887887, 0.01411532755)
            ),
        ]
    )
    static let golden = [nlinear, dlinear, rlinear, mlp, tide, nHits, nBeats, tsmixer]
}
