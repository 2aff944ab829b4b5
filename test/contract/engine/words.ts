/** Words of the contract corpus, frequent ones first; some differ by an edit or an ending only. */
export const OTHERS: readonly string[] =
  `the of and a to in with for is on light small large new fast quiet warm bright
strong soft portable wireless running runs run compact folding folded heavy silver black white blue green golden
modern classic smart simple durable charging charged charge cleaning cleaned clean cooking cooks cook traveling
travels travel recording records record playing plays play waterproof rechargeable adjustable professional
lightweight everyday official original limited reliable powerful efficient flexible elegant comfortable`.split(
    /\s+/,
  );

export const NOUNS: readonly string[] =
  `phone case cable speaker camera lens light lamp battery charger screen
keyboard mouse monitor stand holder adapter kettle knife pan pot blender toaster oven table chair desk shelf drawer
notebook pencil marker paper printer scanner tent backpack bottle jacket boots gloves helmet bicycle wheel brake
engine robot puzzle doll train track bridge tower castle dragon forest river mountain valley ocean island harbor
garden flower tree window door mirror carpet curtain pillow blanket mattress sofa bench ladder hammer wrench drill
saw screw nail bolt spring wire fuse switch sensor antenna receiver amplifier microphone headphone earphone
turntable record cassette tripod filter flash memory card drive disk server router modem tablet laptop watch strap
bracelet necklace ring wallet purse belt scarf hat socks shirt sweater trousers kettles phones cameras lenses
batteries chargers speakers tables chairs knives boxes box glass glasses`.split(/\s+/);

export const HAN: readonly string[] =
  `手机 蓝牙 耳机 无线 充电 电池 相机 镜头 键盘 鼠标 显示器 支架 水壶 厨房 刀具 烤箱
办公 桌子 椅子 笔记本 打印机 户外 帐篷 背包 水杯 夹克 手套 头盔 自行车 机器人 玩具 火车 轨道 城堡 森林 花园 窗户 灯具
小型 大号 轻便 便携 智能 经典 防水 静音 快速 明亮 柔软 坚固 红色 黑色 白色 蓝色`.split(/\s+/);
