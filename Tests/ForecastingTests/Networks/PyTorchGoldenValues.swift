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
    static let lstm = Golden(
        "lstm",
        outputs: [
            -0.09010261044, 0.08092989018, -0.1884664636, -0.05367155372, 0.2131696833,
            -0.1520354069, 0.07771473174, 0.24960074,
        ],
        losses: [
            0.3171793848, 0.3162216311, 0.3152692168, 0.314322203, 0.3133806372, 0.3124445522,
        ],
        parameters: [
            Parameter(
                "layer1.input",
                Summary(-0.0007788942052, 0.01064401404),
                Summary(0.006745499246, 0.0223598317)
            ),
            Parameter(
                "layer1.state",
                Summary(0.0001027011105, 0.006512259964),
                Summary(-0.007782995156, 0.04977254575)
            ),
            Parameter(
                "layer1.bias",
                Summary(0.006307323856, 0.0395296355),
                Summary(-0.002838924059, 0.02229748332)
            ),
            Parameter(
                "output.weights",
                Summary(0.02162610898, 0.04329874136),
                Summary(-0.00707315915, 0.03159149796)
            ),
            Parameter(
                "output.bias",
                Summary(-0.09636109408, 0.2206793401),
                Summary(0.003482606366, 0.01413488266)
            ),
        ]
    )
    static let gru = Golden(
        "gru",
        outputs: [
            -0.06845292599, 0.1424699271, -0.1930264382, -0.02231458813, 0.1824000496,
            -0.1468881004, 0.02858945052, 0.2285383874,
        ],
        losses: [0.3132152662, 0.3119740407, 0.3107455587, 0.30952998, 0.3083274268, 0.3071379833],
        parameters: [
            Parameter(
                "layer1.input",
                Summary(0.001399993527, 0.01923354155),
                Summary(-0.0009992971097, 0.01924024445)
            ),
            Parameter(
                "layer1.state",
                Summary(-0.001018310286, 0.009166823589),
                Summary(0.003708283083, 0.04271780327)
            ),
            Parameter(
                "layer1.bias",
                Summary(0.009282149618, 0.07548039653),
                Summary(-0.0111888838, 0.0223064327)
            ),
            Parameter(
                "output.weights",
                Summary(-0.03209424417, 0.0719127116),
                Summary(0.01399309657, 0.03157769317)
            ),
            Parameter(
                "output.bias",
                Summary(-0.09297686901, 0.2172309408),
                Summary(0.003480638712, 0.01413469304)
            ),
        ]
    )
    static let tcn = Golden(
        "tcn",
        outputs: [
            0.1356277268, -0.2990310262, -0.2586814346, 0.2816681569, -0.152990596, -0.1126410045,
            0.4277085871, -0.006950165893,
        ],
        losses: [
            0.3508036845, 0.348625412, 0.3464915334, 0.3444022178, 0.3423575077, 0.3403572966,
        ],
        parameters: [
            Parameter(
                "block1.one.weights",
                Summary(0.003504020099, 0.00736158505),
                Summary(-0.004034013876, 0.01410524714)
            ),
            Parameter(
                "block1.one.bias",
                Summary(0.007515858796, 0.01224609272),
                Summary(-0.005930865562, 0.009951982188)
            ),
            Parameter(
                "block1.two.weights",
                Summary(-0.01728167405, 0.04032579457),
                Summary(0.0008488487516, 0.01908506886)
            ),
            Parameter(
                "block1.two.bias",
                Summary(-0.01437925309, 0.06694240478),
                Summary(0.0002834685705, 0.007035960594)
            ),
            Parameter(
                "block1.skip.weights",
                Summary(0.01612643542, 0.06781096139),
                Summary(-0.002007650872, 0.007013461013)
            ),
            Parameter(
                "block1.skip.bias",
                Summary(-0.02195791583, 0.09861220177),
                Summary(0.0002921818222, 0.00700569097)
            ),
            Parameter(
                "block2.one.weights",
                Summary(0.008263550676, 0.02587720787),
                Summary(-0.008022838341, 0.0171218629)
            ),
            Parameter(
                "block2.one.bias",
                Summary(-0.02392594969, 0.0403901078),
                Summary(0.005075495521, 0.008643248721)
            ),
            Parameter(
                "block2.two.weights",
                Summary(0.02765782768, 0.09441617324),
                Summary(-0.001725381675, 0.02110188176)
            ),
            Parameter(
                "block2.two.bias",
                Summary(-0.002799030697, 0.1684330512),
                Summary(0.002373098547, 0.008629615463)
            ),
            Parameter(
                "output.weights",
                Summary(0.02303672454, 0.1739276413),
                Summary(-0.0003058369814, 0.02426545694)
            ),
            Parameter(
                "output.bias",
                Summary(-0.07820733153, 0.2515969529),
                Summary(0.005221292436, 0.01413013346)
            ),
        ]
    )
    static let patchtst = Golden(
        "patchtst",
        outputs: [
            -0.09379034139, 0.04533039876, -0.1856982659, -0.3141925998, 0.3573683869,
            0.02019258068, -0.2745687078, 0.4598994942,
        ],
        losses: [
            0.3690452301, 0.3568648664, 0.3450450514, 0.333595563, 0.3225180553, 0.3118070108,
        ],
        parameters: [
            Parameter(
                "embedding.positions",
                Summary(-0.006670461781, 0.08209562012),
                Summary(-0.001944819856, 0.02690678728)
            ),
            Parameter(
                "embedding.weights",
                Summary(-0.04096379986, 0.1600991524),
                Summary(0.009976519506, 0.02708752369)
            ),
            Parameter(
                "layer1.attention.input.weights",
                Summary(0.005672432173, 0.02055243801),
                Summary(0.009414559933, 0.05114964778)
            ),
            Parameter(
                "layer1.attention.input.bias",
                Summary(0.006019482573, 0.04118744993),
                Summary(-0.003755232788, 0.01729599555)
            ),
            Parameter(
                "layer1.attention.output.weights",
                Summary(0.01618258526, 0.03919947112),
                Summary(-0.005073103364, 0.02942742632)
            ),
            Parameter(
                "layer1.attention.output.bias",
                Summary(0.0111859972, 0.05600372126),
                Summary(-0.0003299004769, 0.01184083566)
            ),
            Parameter(
                "layer1.attention.norm.gain",
                Summary(-0.00452999489, 0.03966760122),
                Summary(0.0001187324102, 0.01215253176)
            ),
            Parameter(
                "layer1.attention.norm.offset",
                Summary(0.004122396742, 0.02610336372),
                Summary(-0.002443681805, 0.01219880346)
            ),
            Parameter(
                "layer1.hidden.weights",
                Summary(0.009794801015, 0.03373345848),
                Summary(-0.009429188673, 0.03209383262)
            ),
            Parameter(
                "layer1.hidden.bias",
                Summary(-0.001635280906, 0.01116918013),
                Summary(-0.0001695130324, 0.01233406157)
            ),
            Parameter(
                "layer1.output.weights",
                Summary(0.009729577716, 0.06296694039),
                Summary(-0.000811536821, 0.03193276495)
            ),
            Parameter(
                "layer1.output.bias",
                Summary(0.007298082274, 0.02884357911),
                Summary(-0.002476936686, 0.01216600288)
            ),
            Parameter(
                "layer1.norm.gain",
                Summary(-0.003522787095, 0.03800722705),
                Summary(0.0001286185876, 0.01210017331)
            ),
            Parameter(
                "layer1.norm.offset",
                Summary(0.005318101496, 0.02547725381),
                Summary(-0.0044443684, 0.01168663971)
            ),
            Parameter(
                "layer2.attention.input.weights",
                Summary(0.001617993142, 0.03925703177),
                Summary(-0.007990356599, 0.05099358965)
            ),
            Parameter(
                "layer2.attention.input.bias",
                Summary(0.004435935658, 0.0183493438),
                Summary(-0.00267015288, 0.01726374273)
            ),
            Parameter(
                "layer2.attention.output.weights",
                Summary(0.01851000998, 0.04128982699),
                Summary(-0.0008646802157, 0.0295551416)
            ),
            Parameter(
                "layer2.attention.output.bias",
                Summary(0.01064710921, 0.02628132513),
                Summary(-0.005232075828, 0.01169503587)
            ),
            Parameter(
                "layer2.attention.norm.gain",
                Summary(-0.002710916447, 0.03315073198),
                Summary(0.0002611674986, 0.01174225104)
            ),
            Parameter(
                "layer2.attention.norm.offset",
                Summary(0.01144699063, 0.02740748061),
                Summary(-0.004808935503, 0.01209336161)
            ),
            Parameter(
                "layer2.hidden.weights",
                Summary(0.002583809729, 0.05614210059),
                Summary(-0.001126011308, 0.0316714782)
            ),
            Parameter(
                "layer2.hidden.bias",
                Summary(-0.00273160639, 0.01994127288),
                Summary(0.00103268929, 0.01320834444)
            ),
            Parameter(
                "layer2.output.weights",
                Summary(0.01282374027, 0.07013047504),
                Summary(-0.003079690475, 0.03211486148)
            ),
            Parameter(
                "layer2.output.bias",
                Summary(0.01095306736, 0.02895361684),
                Summary(-0.005502494344, 0.01151209151)
            ),
            Parameter(
                "layer2.norm.gain",
                Summary(0.007621144859, 0.06073516098),
                Summary(-0.001997679138, 0.01100333601)
            ),
            Parameter(
                "layer2.norm.offset",
                Summary(0.02077148165, 0.03358321653),
                Summary(-0.008321514899, 0.01209631873)
            ),
            Parameter(
                "output.weights",
                Summary(-0.145431294, 0.727846844),
                Summary(0.02913255839, 0.07612048501)
            ),
            Parameter(
                "output.bias",
                Summary(-0.06805143576, 0.1334538217),
                Summary(0.003489118688, 0.01405395896)
            ),
        ]
    )
    static let itransformer = Golden(
        "itransformer",
        outputs: [
            0.03664916976, -0.09178393779, 0.01179704436, 0.04585366065, 0.4087538089,
            0.02100153525, -0.3565171863, 0.2641333495, -0.365887715, 0.1932751282, -0.407434795,
            -0.3504999076, -0.2996551708, -0.3920469876, -0.03109166909, -0.1490256314,
            0.2222161801, 0.09378307252, 0.1973640547, 0.231420671, 0.5943208192, 0.2065685456,
            -0.170950176, 0.4497003598,
        ],
        losses: [
            0.4094651727, 0.4044948066, 0.3997299598, 0.3951637243, 0.3907912116, 0.3866055377,
        ],
        parameters: [
            Parameter(
                "embedding.weights",
                Summary(0.037482515, 0.2254637024),
                Summary(-0.01888787148, 0.04130804674)
            ),
            Parameter(
                "embedding.bias",
                Summary(-0.03756803634, 0.06429464135),
                Summary(0.006548231223, 0.01200684778)
            ),
            Parameter(
                "layer1.attention.input.weights",
                Summary(-0.001846967986, 0.01481077189),
                Summary(-0.01961606251, 0.05053549084)
            ),
            Parameter(
                "layer1.attention.input.bias",
                Summary(-0.01159168298, 0.02768109439),
                Summary(0.002371499827, 0.01622761291)
            ),
            Parameter(
                "layer1.attention.output.weights",
                Summary(-0.003121880726, 0.0229533332),
                Summary(0.002521598366, 0.02934288432)
            ),
            Parameter(
                "layer1.attention.output.bias",
                Summary(-0.02693231061, 0.05420052342),
                Summary(0.004280635812, 0.01205506913)
            ),
            Parameter(
                "layer1.attention.norm.gain",
                Summary(0.002452705812, 0.03653655454),
                Summary(-0.000147867165, 0.01217731742)
            ),
            Parameter(
                "layer1.attention.norm.offset",
                Summary(-0.009154537707, 0.02147922124),
                Summary(0.0021548058, 0.01205917546)
            ),
            Parameter(
                "layer1.hidden.weights",
                Summary(0.0002437915031, 0.02309972811),
                Summary(-0.0004667804998, 0.02720111456)
            ),
            Parameter(
                "layer1.hidden.bias",
                Summary(-0.002822971793, 0.009483569287),
                Summary(0.00611031672, 0.01110957703)
            ),
            Parameter(
                "layer1.output.weights",
                Summary(0.005945226758, 0.03405386038),
                Summary(-0.003905448079, 0.02709124857)
            ),
            Parameter(
                "layer1.output.bias",
                Summary(-0.01091020853, 0.02245851015),
                Summary(0.006484198787, 0.01195594422)
            ),
            Parameter(
                "layer1.norm.gain",
                Summary(-0.0051096518, 0.04067650293),
                Summary(-0.0001387982561, 0.01219277568)
            ),
            Parameter(
                "layer1.norm.offset",
                Summary(-0.01252371464, 0.0242021298),
                Summary(0.00652242547, 0.0120304991)
            ),
            Parameter(
                "layer2.attention.input.weights",
                Summary(-0.003683685746, 0.0211568553),
                Summary(-0.0009993125255, 0.05095107571)
            ),
            Parameter(
                "layer2.attention.input.bias",
                Summary(-0.003464255363, 0.01051077975),
                Summary(0.001128224591, 0.01714473561)
            ),
            Parameter(
                "layer2.attention.output.weights",
                Summary(0.005871092922, 0.02640587311),
                Summary(-0.0005141184541, 0.02969067447)
            ),
            Parameter(
                "layer2.attention.output.bias",
                Summary(-0.007511017741, 0.02050474833),
                Summary(0.0005273068973, 0.01155182097)
            ),
            Parameter(
                "layer2.attention.norm.gain",
                Summary(-0.003501173818, 0.03854626039),
                Summary(-0.0001369665837, 0.01219407317)
            ),
            Parameter(
                "layer2.attention.norm.offset",
                Summary(-0.009717200579, 0.02523931908),
                Summary(0.0005039772243, 0.01109020298)
            ),
            Parameter(
                "layer2.hidden.weights",
                Summary(0.002386191677, 0.03750923246),
                Summary(0.001255253097, 0.02700758497)
            ),
            Parameter(
                "layer2.hidden.bias",
                Summary(-0.0007612248387, 0.01165021635),
                Summary(0.0001984085105, 0.0111113076)
            ),
            Parameter(
                "layer2.output.weights",
                Summary(0.00586419957, 0.03697053691),
                Summary(-0.005795426184, 0.026162198)
            ),
            Parameter(
                "layer2.output.bias",
                Summary(-0.01058798392, 0.02248085718),
                Summary(0.006186309947, 0.01215296474)
            ),
            Parameter(
                "layer2.norm.gain",
                Summary(-0.001029104165, 0.07373461224),
                Summary(0.001865328153, 0.0119309462)
            ),
            Parameter(
                "layer2.norm.offset",
                Summary(-0.00445823026, 0.04518981309),
                Summary(0.001214999472, 0.01217367062)
            ),
            Parameter(
                "output.weights",
                Summary(-0.01587619409, 0.2571194817),
                Summary(0.00427496305, 0.03393079086)
            ),
            Parameter(
                "output.bias",
                Summary(-0.03187215291, 0.07597319378),
                Summary(0.004975635569, 0.01410506132)
            ),
        ]
    )
    static let golden = [
        nlinear, dlinear, rlinear, mlp, tide, nHits, nBeats, tsmixer, lstm, gru, tcn, patchtst,
        itransformer,
    ]
}
